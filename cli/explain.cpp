// feira explain NAME: one of the words of `feira list` in a paragraph, with its source.

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

constexpr std::size_t width = 100;

// `text` broken at spaces into lines of the page's width, indented by two.
std::string wrapped(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    if (column != 0 && column + 1 + word.size() > width) {
      out += "\n";
      column = 0;
    }
    out += column == 0 ? "  " : " ";
    out += word;
    column += (column == 0 ? 2 : 1) + word.size();
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  }
  return out + "\n";
}

std::string entry_text(const scenario::Entry& entry) {
  return std::string(entry.name) + " (" + std::string(scenario::name(entry.topic)) + ")\n" + wrapped(entry.text) +
         wrapped("Source: " + std::string(entry.source)) + "\n";
}

}  // namespace

Exit explain(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) {
    const auto entries = scenario::explain(name);
    if (entries.empty()) {
      throw Failure(Exit::bad_input, "nothing is known by the name " + scenario::quote(name) +
                                         "; expected one that `feira list` shows" +
                                         suggestion(name, scenario::all_names()));
    }
    for (const auto& entry : entries) out += entry_text(entry);
  }
  out.pop_back();  // no empty line at the end
  auto output = Output::standard();
  output.write(out);
  output.flush();
  return Exit::as_expected;
}

}  // namespace feira::cli
