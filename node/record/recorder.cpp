#include "node/record/recorder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/wire/wire.hpp"
#include "node/log/log.hpp"
#include "node/record/recording.hpp"
#include "node/refusal.hpp"

namespace feira::node {

using nlohmann::json;

Recorder::Recorder(const std::filesystem::path& file, const Config& config) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) throw Refusal("cannot make the recording " + file.string() + ": " + std::strerror(errno));
  file_.reset(fdopen(fd, "w"));
  if (file_ == nullptr) {
    close(fd);
    throw Refusal("cannot write the recording " + file.string());
  }
  const json header{{"format", recording_format},
                    {"version", recording_version},
                    {"wire", wire::format_version},
                    {"config", json_of(config)}};
  write(header.dump());
}

void Recorder::started(LocalTime now, std::span<const Record> journal, RecordNumber last, const Effects& effects) {
  for (const Record& record : journal) write(R"({"record":)" + wire::encode(record) + "}");
  write(json{{"start", {{"now", now.ns}, {"last", last}}}, {"effects", hash_of(effects)}}.dump());
}

void Recorder::stepped(LocalTime now, const Input& input, const Effects& effects) {
  if (file_ == nullptr) return;
  write(json{{"step", {{"now", now.ns}, {"input", json_of(input)}}}, {"effects", hash_of(effects)}}.dump());
}

void Recorder::write(const std::string& line) {
  if (file_ == nullptr) return;
  const bool written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size() &&
                       std::fputc('\n', file_.get()) != EOF && std::fflush(file_.get()) == 0;
  if (written) return;
  log(LogLevel::error, "the recording cannot be written and ends here", {{"why", std::strerror(errno)}});
  file_.reset();
}

}  // namespace feira::node
