// Makes the journal of a running node short, in a thread of its own and over a connection of its own: so that the file
// does not grow with history, and a start takes as long as the state is large.
//
// Theory of operation. The records are read as a recovery would read them, made short (core/journal/compact.hpp), and
// written as the next generation of the snapshot, a few at a time, so that the core's commits never wait long. Only
// then one durable transaction says that this generation counts, and up to which record of the journal; what it stands
// for is deleted after that. A crash anywhere leaves the former generation, or the new one, whole.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "core/config.hpp"
#include "core/journal/record.hpp"

namespace feira::node {

class Compaction {
 public:
  struct When {
    /// So many records behind the snapshot make a new one worth while, and
    RecordNumber records_min = 20'000;
    /// at least as many as the snapshot has parts: so the work is proportional to what was written.
    bool as_many_as_snapshot = true;
    /// How often it looks.
    std::chrono::milliseconds every{2'000};
  };

  Compaction(std::filesystem::path file, const Options& options, When when);
  Compaction(const Compaction&) = delete;
  Compaction& operator=(const Compaction&) = delete;
  /// Stops.
  ~Compaction();

  void start();
  void stop();

  /// Makes the journal short now if that is worth while. Returns whether it did. Not while the thread runs.
  bool once();

 private:
  void run();

  const std::filesystem::path file_;
  const Options options_;
  const When when_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace feira::node
