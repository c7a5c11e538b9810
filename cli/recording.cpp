#include "cli/recording.hpp"

#include <fstream>

#include "cli/output.hpp"
#include "node/record/restep.hpp"

namespace feira::cli {

bool is_recording(const std::string& file) {
  std::ifstream in(file);
  std::string first;
  return std::getline(in, first) && first.find("\"feira-node-recording\"") != std::string::npos;
}

Exit replay_recording(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw Failure(Exit::bad_input, "cannot read " + file);
  const node::Restepped result = node::restep(in);
  if (result.error) throw Failure(Exit::bad_input, file + ": " + *result.error);
  auto output = Output::standard();
  output.write(file + ": recovered from " + std::to_string(result.records) + " records, " +
               std::to_string(result.same) + " steps came to the same\n");
  if (result.cut_off) output.write("  the last line is not whole: the node was killed while it wrote it\n");
  if (result.difference) {
    output.write("  DIFFERS  in line " + std::to_string(result.difference->line) + ": " + result.difference->input +
                 "\n  this program asks for:\n" + result.difference->effects);
  }
  output.flush();
  return result.difference ? Exit::own_error : Exit::as_expected;
}

}  // namespace feira::cli
