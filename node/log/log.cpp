// The only place that knows spdlog (six seconds to compile).
#include "node/log/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>

namespace feira::node {

namespace {

struct Sink {
  std::shared_ptr<spdlog::logger> logger;
  std::string name;
};

Sink& sink() {
  static Sink made = [] {
    auto logger = std::make_shared<spdlog::logger>("feira", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::info);
    return Sink{std::move(logger), {}};
  }();
  return made;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

/// As a JSON string. Bytes beyond ASCII are taken for UTF-8.
void append_quoted(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_pair(std::string& line, std::string_view key, std::string_view value) {
  append_quoted(line, key);
  line += ':';
  append_quoted(line, value);
}

}  // namespace

void set_log(LogLevel lowest, const std::string& name) {
  sink().logger->set_level(level_of(lowest));
  sink().name = name;
}

void log(LogLevel level, std::string_view what, LogDetails details) {
  const Sink& to = sink();
  if (!to.logger->should_log(level_of(level))) return;
  std::string line;
  if (!to.name.empty()) {
    append_pair(line, "node", to.name);
    line += ',';
  }
  append_pair(line, "what", what);
  for (const auto& [key, value] : details) {
    line += ',';
    append_pair(line, key, value);
  }
  to.logger->log(level_of(level), "{}", line);
}

void flush_log() { sink().logger->flush(); }

}  // namespace feira::node
