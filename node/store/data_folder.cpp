#include "node/store/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "node/refusal.hpp"

namespace feira::node {

namespace {

std::string holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t got = pread(lock, text.data(), text.size() - 1, 0);
  std::string pid(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  while (!pid.empty() && pid.back() == '\n') pid.pop_back();
  return pid.empty() ? std::string("another process") : "process " + pid;
}

}  // namespace

void DataFolder::make(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::exists(database(path), error)) {
    throw Refusal(path.string() + " is a data folder already; start it with:  feira node start --data " +
                  path.string());
  }
  if (std::filesystem::exists(path, error) && !std::filesystem::is_empty(path, error)) {
    throw Refusal(path.string() + " is not empty; choose another folder, or empty it first");
  }
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (mkdir(path.c_str(), 0700) != 0 && (errno != EEXIST || chmod(path.c_str(), 0700) != 0)) {
    throw Refusal("cannot make the data folder " + path.string() + ": " + std::strerror(errno));
  }
}

DataFolder::DataFolder(std::filesystem::path path) : path_(std::move(path)) {
  if (!std::filesystem::exists(database(path_))) {
    throw Refusal(path_.string() + " is no data folder of a node; make one with:  feira node init --data " +
                  path_.string());
  }
  lock_ = open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) throw Refusal("cannot lock " + path_.string() + ": " + std::strerror(errno));
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const std::string who = holder(lock_);
    close(lock_);
    throw Refusal("the data folder " + path_.string() + " is in use by " + who + "; stop that node first");
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  // For people alone: the lock holds without it.
  [[maybe_unused]] const bool written =
      ftruncate(lock_, 0) == 0 && pwrite(lock_, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

DataFolder::~DataFolder() { close(lock_); }

}  // namespace feira::node
