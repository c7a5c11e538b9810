// feira judge: a history of clients in, whether it is linearizable out.

#include "sim/linearizability/judge.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/lines.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "sim/linearizability/history_reader.hpp"
#include "sim/report/linearization.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

using linearizability::History;
using linearizability::HistoryReader;
using linearizability::LineProblem;
using linearizability::Model;

constexpr std::string_view standard_input = "-";
constexpr std::uint64_t memory_mib_max = 1U << 20;

template <std::size_t N>
std::size_t chosen(std::string_view option, std::string_view word, const std::array<std::string_view, N>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string expected;
  for (std::size_t i = 0; i < N; ++i)
    expected += std::string(i == 0 ? "" : i + 1 == N ? " or " : ", ") + std::string(words[i]);
  throw Failure(Exit::bad_input, std::string(option) + " " + scenario::quote(word) + " is not known; expected " +
                                     expected + suggestion(word, words));
}

constexpr std::string_view history_expected = "a history as JSON lines, or - for standard input";

std::uint64_t size_of(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

History read_history(const std::string& file, Model model) {
  const Stream stream = open_lines(file, history_expected);
  Progress progress("reading", std::max<std::uint64_t>(size_of(file), 1), "byte");
  Lines lines(stream.get());
  HistoryReader reader(model);
  std::string_view line;
  while (lines.next(line)) {
    if (line.size() > line_bytes_max) {
      throw bad_line(file, reader.lines() + 1, "", {0, "a line of more than 64 MiB", "one invoke or answer a line"});
    }
    try {
      reader.take(line);
    } catch (const LineProblem& problem) {
      throw bad_line(file, reader.lines(), line, problem);
    }
    if (reader.lines() % 4096 == 0 && file != standard_input) progress.show(lines.bytes());
  }
  if (std::ferror(stream.get()) != 0) {
    throw Failure(Exit::bad_input,
                  file + ": cannot be read: " + std::strerror(errno) + "; expected a history as JSON lines");
  }
  try {
    return reader.finish();
  } catch (const LineProblem& problem) {
    throw bad_line(file, std::max<std::uint64_t>(reader.lines(), 1), "", problem);
  }
}

Exit exit_of(linearizability::Answer answer) {
  switch (answer) {
    case linearizability::Answer::linearizable:
      return Exit::as_expected;
    case linearizability::Answer::violated:
      return Exit::violated;
    case linearizability::Answer::unknown:
      break;
  }
  return Exit::unknown;
}

}  // namespace

Exit judge(const JudgeOptions& options) {
  constexpr std::array<std::string_view, linearizability::model_count> models = {"stock", "register", "kv"};
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  const auto model = static_cast<Model>(chosen("--model", options.model, models));
  const bool as_json = chosen("--format", options.format, formats) == 1;
  linearizability::Budget budget;
  if (!options.steps.empty()) budget.steps = parse_number("--steps", options.steps, 1, UINT64_MAX);
  if (!options.memory.empty()) budget.memory = parse_number("--memory", options.memory, 1, memory_mib_max) << 20U;

  const History history = read_history(options.history, model);
  Progress progress("judging", 2 * history.operations.size(), "line");
  const auto judgement = linearizability::judge(history, budget, [&](std::uint64_t steps) { progress.show(steps); });
  const report::LinearizationReport report{options.history, history, judgement};
  auto output = Output::standard();
  const auto palette = output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
  output.write(as_json ? report::json(report) : report::text(report, palette));
  output.flush();
  return exit_of(judgement.answer);
}

}  // namespace feira::cli
