#include "tests/sim/scenario/table.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace feira::scenario::test {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

DocumentTable read_table(const std::string& path) {
  DocumentTable table;
  std::istringstream in(read_file(path));
  std::string* part = &table.head;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      const auto bracket = line.rfind(" [");
      table.cases.push_back({line.substr(4, bracket - 4), line.substr(bracket + 2, line.size() - bracket - 3), {}, {}});
      part = &table.cases.back().document;
    } else if (line == "----") {
      part = &table.cases.back().problems;
    } else if (part == &table.head || !line.empty()) {
      *part += line + '\n';
    }
  }
  for (DocumentCase& row : table.cases) row.document.pop_back();  // the last line end is the table's
  return table;
}

void write_table(const std::string& path, const DocumentTable& table) {
  std::ofstream out(path, std::ios::binary);
  out << table.head;
  for (const DocumentCase& row : table.cases) {
    out << "=== " << row.name << " [" << row.who << "]\n" << row.document << "\n----\n" << row.problems << '\n';
  }
}

}  // namespace feira::scenario::test
