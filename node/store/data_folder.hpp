// A node's data folder, which only one process may use at a time.
//
//   feira.db         identity, journal, snapshots, what is known of others' addresses (SQLite; beside it -wal and -shm)
//   consortium.key   what the peers of the consortium share (mode 0600)
//   operator.token   who shows it may change products and members (mode 0600)
//   lock             held while a node runs; it names the process
#pragma once

#include <filesystem>
#include <string>

namespace feira::node {

class DataFolder {
 public:
  /// Makes a folder of mode 0700, or takes an empty one. Throws `Refusal` when there is something in it.
  static void make(const std::filesystem::path& path);

  /// Locks it. Throws `Refusal` when it is no data folder or another process has it.
  explicit DataFolder(std::filesystem::path path);
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;
  ~DataFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] static std::filesystem::path database(const std::filesystem::path& path) { return path / "feira.db"; }
  [[nodiscard]] static std::filesystem::path key(const std::filesystem::path& path) { return path / "consortium.key"; }
  [[nodiscard]] static std::filesystem::path token(const std::filesystem::path& path) {
    return path / "operator.token";
  }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace feira::node
