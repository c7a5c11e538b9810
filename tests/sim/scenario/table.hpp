// The tables of documents beside the tests: read, and written anew when the environment asks for it.
#pragma once

#include <string>
#include <vector>

namespace feira::scenario::test {

struct DocumentCase {
  std::string name;
  std::string who;  // between brackets: who can tell that the document is wrong
  std::string document;
  std::string problems;  // a line each
};

struct DocumentTable {
  std::string head;  // the comment on top
  std::vector<DocumentCase> cases;
};

DocumentTable read_table(const std::string& path);
void write_table(const std::string& path, const DocumentTable& table);

std::string read_file(const std::string& path);

}  // namespace feira::scenario::test
