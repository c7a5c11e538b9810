#include "cli/lines.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace feira::cli {

Stream open_lines(const std::string& file, std::string_view expected) {
  if (file == "-") return Stream(stdin);
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    throw Failure(Exit::bad_input, file + ": is a folder; expected " + std::string(expected));
  }
  Stream stream(std::fopen(file.c_str(), "rb"));
  if (stream == nullptr) {
    throw Failure(Exit::bad_input,
                  file + ": cannot be read: " + std::strerror(errno) + "; expected " + std::string(expected));
  }
  return stream;
}

bool Lines::next(std::string_view& line) {
  while (true) {
    const void* end = std::memchr(buffer_.data() + searched_, '\n', filled_ - searched_);
    if (end != nullptr) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(end) - (buffer_.data() + begin_));
      line = std::string_view(buffer_).substr(begin_, length);
      begin_ += length + 1;
      searched_ = begin_;
      return true;
    }
    searched_ = filled_;
    if (ended_ || filled_ - begin_ > line_bytes_max) break;
    fill();
  }
  line = std::string_view(buffer_).substr(begin_, filled_ - begin_);
  begin_ = filled_;
  cut_off_ = !line.empty();
  return cut_off_;
}

void Lines::fill() {
  buffer_.erase(0, begin_);
  filled_ -= begin_;
  searched_ -= begin_;
  begin_ = 0;
  buffer_.resize(std::max(filled_ * 2, filled_ + block));
  const std::size_t got = std::fread(buffer_.data() + filled_, 1, buffer_.size() - filled_, stream_);
  filled_ += got;
  bytes_ += got;
  ended_ = got == 0;
}

Failure bad_line(const std::string& file, std::uint64_t line, std::string_view text,
                 const linearizability::LineProblem& problem) {
  const auto before = text.substr(0, problem.at);
  const auto column = 1 + std::count_if(before.begin(), before.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {Exit::bad_input, file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + problem.what +
                               "; expected " + problem.expected};
}

}  // namespace feira::cli
