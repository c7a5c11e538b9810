// feira validate FILE: a scenario checked without running it, and every value that it has, defaults included.

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "sim/scenario/describe.hpp"

namespace feira::cli {

Exit validate(const std::vector<std::string>& inputs) {
  const auto read = read_inputs(inputs);
  std::string out;
  for (const auto& input : read) out += input.file + ": valid; " + scenario::describe(input.scenario) + "\n";
  if (read.size() == 1) {
    const auto settings = scenario::settings(read.front().scenario);
    std::size_t widest = 0;
    for (const auto& setting : settings) widest = std::max(widest, setting.path.size());
    for (const auto& setting : settings) {
      out += "  " + setting.path + std::string(widest - setting.path.size() + 2, ' ') + setting.value + "\n";
    }
  }
  auto output = Output::standard();
  output.write(out);
  output.flush();
  return Exit::as_expected;
}

}  // namespace feira::cli
