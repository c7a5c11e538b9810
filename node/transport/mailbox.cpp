#include "node/transport/mailbox.hpp"

#include <utility>

namespace feira::node {

namespace {

/// It is said again at the next heartbeat, or asked for again.
bool is_droppable(MessageKind kind) {
  switch (kind) {
    case MessageKind::heartbeat:
    case MessageKind::interests_wanted:
    case MessageKind::settled:
    case MessageKind::catalogue_wanted:
    case MessageKind::catalogue_difference:
    case MessageKind::hello:
      return true;
    case MessageKind::interest:
    case MessageKind::grant:
    case MessageKind::commit:
    case MessageKind::release:
    case MessageKind::last_word:
    case MessageKind::cancel:
    case MessageKind::cancel_answer:
    case MessageKind::welcome:
      return false;
  }
  return false;
}

}  // namespace

void Mailbox::put(std::shared_ptr<const Letter> letter) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    auto& queue = is_droppable(letter->message().kind()) ? droppable_ : others_;
    queue.push_back({++put_, std::move(letter)});
    drop_surplus();
  }
  changed_.notify_one();
}

void Mailbox::drop_surplus() {
  while (droppable_.size() + others_.size() > most_) {
    auto& queue = droppable_.empty() ? others_ : droppable_;
    queue.pop_front();
    ++dropped_;
  }
}

std::vector<std::shared_ptr<const Letter>> Mailbox::take(std::size_t letters) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !droppable_.empty() || !others_.empty(); });
  std::vector<std::shared_ptr<const Letter>> taken;
  while (!closed_ && taken.size() < letters && (!droppable_.empty() || !others_.empty())) {
    const bool droppable_first =
        others_.empty() || (!droppable_.empty() && droppable_.front().number < others_.front().number);
    auto& queue = droppable_first ? droppable_ : others_;
    taken.push_back(std::move(queue.front().letter));
    queue.pop_front();
  }
  return taken;
}

bool Mailbox::rest(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return closed_; });
  return !closed_;
}

void Mailbox::limit(std::size_t most) {
  const std::lock_guard lock(mutex_);
  most_ = most;
  drop_surplus();
}

void Mailbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

std::size_t Mailbox::size() const {
  const std::lock_guard lock(mutex_);
  return droppable_.size() + others_.size();
}

std::uint64_t Mailbox::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace feira::node
