// Writes a recording (recording.hpp) while the node runs. Called by the core's thread alone.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "core/config.hpp"
#include "node/driver/surroundings.hpp"

namespace feira::node {

class Recorder final : public Observer {
 public:
  /// Makes the file, mode 0600, which must not exist yet: it holds what buyers asked. Throws `Refusal`.
  Recorder(const std::filesystem::path& file, const Config& config);

  void started(LocalTime now, std::span<const Record> journal, RecordNumber last, const Effects& effects) override;
  void stepped(LocalTime now, const Input& input, const Effects& effects) override;

 private:
  /// A disk that is full ends the recording, and not the node.
  void write(const std::string& line);

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace feira::node
