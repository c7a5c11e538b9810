#include "cli/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/failure.hpp"

namespace feira::cli {

void Output::Closer::operator()(std::FILE* stream) const {
  if (owned) std::fclose(stream);
}

Output Output::standard() { return {stdout, false, "standard output"}; }

Output Output::file(const std::string& path) {
  std::FILE* stream = std::fopen(path.c_str(), "wb");
  if (stream == nullptr) {
    throw Failure(Exit::own_error, path + ": cannot be written: " + std::strerror(errno));
  }
  return {stream, true, path};
}

void Output::fail() const { throw Failure(Exit::own_error, name_ + ": cannot be written: " + std::strerror(errno)); }

void Output::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stream_.get()) != text.size()) fail();
}

void Output::flush() {
  if (std::fflush(stream_.get()) != 0 || std::ferror(stream_.get()) != 0) fail();
}

void replace_file(const std::string& path, std::string_view text) {
  const std::string aside = path + ".new";
  {
    auto output = Output::file(aside);
    output.write(text);
    output.flush();
  }
  if (std::rename(aside.c_str(), path.c_str()) == 0) return;
  const std::string why = std::strerror(errno);
  unlink(aside.c_str());
  throw Failure(Exit::own_error, path + ": cannot be written: " + why);
}

bool output_is_coloured() {
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0');
}

bool errors_are_seen() { return isatty(STDERR_FILENO) == 1; }

void complain(std::string_view text) {
  std::fprintf(stderr, "feira: %.*s\n", static_cast<int>(text.size()), text.data());
}

}  // namespace feira::cli
