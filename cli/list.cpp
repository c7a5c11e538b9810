// feira list: the words that scenario files and verdicts use.

#include <algorithm>
#include <array>
#include <span>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

struct Chapter {
  std::string_view word;
  std::string_view title;
  std::span<const scenario::Entry> entries;
};

std::array<Chapter, 5> chapters() {
  return {Chapter{"properties", "properties: what must hold", scenario::properties()},
          Chapter{"faults", "faults: what a scenario can ask for", scenario::faults()},
          Chapter{"recipes", "recipes: faults that belong together, by name", scenario::recipes()},
          Chapter{"situations", "situations: what runs count, and \"reach\" can demand", scenario::situations()},
          Chapter{"ablations", "ablations: mechanisms that \"ablate\" switches off", scenario::ablations()}};
}

// The first sentence of an entry: a dot that ends a word and is followed by a new one.
std::string_view first_sentence(std::string_view text) {
  const std::size_t end = text.find(". ");
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

std::string chapter_text(const Chapter& chapter) {
  std::size_t widest = 0;
  for (const auto& entry : chapter.entries) widest = std::max(widest, entry.name.size());
  std::string out = std::string(chapter.title) + "\n";
  for (const auto& entry : chapter.entries) {
    out += "  " + std::string(entry.name) + std::string(widest - entry.name.size() + 2, ' ') +
           std::string(first_sentence(entry.text)) + "\n";
  }
  return out;
}

}  // namespace

Exit list(const std::string& topic) {
  std::string out;
  std::vector<std::string_view> words;
  for (const auto& chapter : chapters()) {
    words.push_back(chapter.word);
    if (!topic.empty() && topic != chapter.word) continue;
    out += (out.empty() ? "" : "\n") + chapter_text(chapter);
  }
  if (out.empty()) {
    throw Failure(Exit::bad_input, "nothing to list by the name " + scenario::quote(topic) +
                                       "; expected properties, faults, recipes, situations or ablations" +
                                       suggestion(topic, words));
  }
  if (topic.empty()) out += "\nfeira explain NAME tells more about one of them.\n";
  auto output = Output::standard();
  output.write(out);
  output.flush();
  return Exit::as_expected;
}

}  // namespace feira::cli
