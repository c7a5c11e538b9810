#include "sim/check/happens_before.hpp"

#include <algorithm>

namespace feira::check {
namespace {

/// Of a marketplace that waits for no record: enough for one step.
constexpr std::size_t eras_kept_idle = 8;

}  // namespace

HappensBefore::HappensBefore(std::uint32_t members)
    : members_(members), now_(std::size_t{members} * members, 0), processes_(members) {
  for (Process& process : processes_) process.seen.assign(members, 0);
}

void HappensBefore::send(Dense process, std::uint64_t id, bool departed) {
  if (id < first_message_) return;
  while (first_message_ + messages_.size() < id) messages_.push() = none;
  const Snapshot snapshot = freeze(process);
  keep(snapshot);
  messages_.push() = snapshot;
  if (!departed) processes_[process].held.push_back(id);
}

void HappensBefore::depart(Dense process, std::uint64_t id) {
  std::vector<std::uint64_t>& held = processes_[process].held;
  const auto found = std::find(held.begin(), held.end(), id);
  if (found != held.end()) held.erase(found);
}

void HappensBefore::receive(Dense process, std::uint64_t id, bool last, std::uint64_t event) {
  if (id < first_message_ || id - first_message_ >= messages_.size()) return;
  const Snapshot snapshot = messages_[id - first_message_];
  if (snapshot != none) learn(process, snapshot, event);
  if (last) let_go(id);
}

void HappensBefore::drop(std::uint64_t id, bool last) {
  if (last) let_go(id);
}

void HappensBefore::interest(Dense process, std::uint32_t number, std::uint64_t event) {
  changing(processes_[process], process);
  now_[std::size_t{process} * members_ + process] = number;
  changed(processes_[process], event);
}

void HappensBefore::record(Dense process, std::uint64_t number, std::uint64_t event) {
  const Snapshot snapshot = freeze(process);
  keep(snapshot);
  processes_[process].records.push() = {number, event, snapshot};
  ++processes_[process].undurable;
}

void HappensBefore::durable(Dense index, std::uint64_t through) {
  Process& process = processes_[index];
  Ring<RecordMark>& records = process.records;
  // Effects that leave from now on were made after the first record that was not durable until now.
  if (process.undurable != 0) {
    const std::uint64_t from = records[records.size() - process.undurable].event;
    while (process.eras.size() > 1 && process.eras[1].since <= from) {
      release(process.eras.front().snapshot);
      process.eras.pop_front();
    }
  }
  while (process.undurable != 0 && records[records.size() - process.undurable].number <= through) --process.undurable;
  while (records.size() > 1 && records[1].number <= through) {
    release(records.front().snapshot);
    records.pop_front();
  }
}

void HappensBefore::crash(Dense index, std::uint64_t survives, std::uint64_t event) {
  Process& process = processes_[index];
  while (!process.records.empty() && process.records.back().number > survives) {
    release(process.records.back().snapshot);
    process.records.pop_back();
  }
  for (const std::uint64_t message : process.held) let_go(message);
  process.held.clear();
  for (; !process.eras.empty(); process.eras.pop_front()) release(process.eras.front().snapshot);
  process.seen.assign(members_, 0);
  process.undurable = 0;
  if (process.frozen != none) release(process.frozen);
  process.frozen = none;
  process.since = event;
  std::uint32_t* now = now_.data() + std::size_t{index} * members_;
  if (process.records.empty()) {
    std::fill_n(now, members_, 0U);
  } else {
    std::copy_n(vectors_.data() + std::size_t{process.records.back().snapshot} * members_, members_, now);
  }
}

void HappensBefore::answer(Dense process, std::uint32_t request, std::uint64_t made) {
  if (tokens_.size() <= request) tokens_.resize(request + 1, none);
  forget(request);
  tokens_[request] = known_at(process, made);
  keep(tokens_[request]);
}

void HappensBefore::forget(std::uint32_t request) {
  if (request >= tokens_.size() || tokens_[request] == none) return;
  release(tokens_[request]);
  tokens_[request] = none;
}

void HappensBefore::token(Dense process, std::uint32_t request, std::uint64_t event) {
  if (request < tokens_.size() && tokens_[request] != none) learn(process, tokens_[request], event);
}

HappensBefore::Snapshot HappensBefore::freeze(Dense index) {
  Process& process = processes_[index];
  if (process.frozen != none) return process.frozen;
  Snapshot snapshot = none;
  if (free_.empty()) {
    snapshot = static_cast<Snapshot>(references_.size());
    references_.push_back(0);
    serials_.push_back(0);
    owners_.push_back(0);
    vectors_.resize(vectors_.size() + members_);
  } else {
    snapshot = free_.back();
    free_.pop_back();
  }
  std::copy_n(now_.data() + std::size_t{index} * members_, members_,
              vectors_.data() + std::size_t{snapshot} * members_);
  references_[snapshot] = 1;  // held by the process as long as it is what the process knows
  serials_[snapshot] = next_serial_++;
  owners_[snapshot] = index;
  process.frozen = snapshot;
  return snapshot;
}

void HappensBefore::release(Snapshot snapshot) {
  if (--references_[snapshot] == 0) free_.push_back(snapshot);
}

void HappensBefore::changing(Process& process, Dense index) {
  // A reply that waits for a record may have been made with what is known now, and it leaves only after the step that
  // takes notice of the record's being durable: keep what was known until the next records are durable.
  const Snapshot snapshot = freeze(index);
  keep(snapshot);
  process.eras.push() = {process.since, snapshot};
  if (process.undurable == 0 && process.eras.size() > eras_kept_idle) {
    release(process.eras.front().snapshot);
    process.eras.pop_front();
  }
  if (process.frozen != none) release(process.frozen);
  process.frozen = none;
}

void HappensBefore::changed(Process& process, std::uint64_t event) { process.since = event; }

void HappensBefore::learn(Dense index, Snapshot snapshot, std::uint64_t event) {
  Process& process = processes_[index];
  std::uint64_t& seen = process.seen[owners_[snapshot]];
  if (seen == serials_[snapshot]) return;
  seen = serials_[snapshot];
  std::uint32_t* now = now_.data() + std::size_t{index} * members_;
  const std::uint32_t* other = vectors_.data() + std::size_t{snapshot} * members_;
  bool grows = false;
  for (std::uint32_t i = 0; i < members_; ++i) grows |= now[i] < other[i];
  if (!grows) return;
  changing(process, index);  // may move the vectors
  other = vectors_.data() + std::size_t{snapshot} * members_;
  for (std::uint32_t i = 0; i < members_; ++i) now[i] = std::max(now[i], other[i]);
  changed(process, event);
}

void HappensBefore::let_go(std::uint64_t message) {
  if (message < first_message_ || message - first_message_ >= messages_.size()) return;
  Snapshot& snapshot = messages_[message - first_message_];
  if (snapshot != none) release(snapshot);
  snapshot = none;
  for (; !messages_.empty() && messages_.front() == none; ++first_message_) messages_.pop_front();
}

HappensBefore::Snapshot HappensBefore::known_at(Dense index, std::uint64_t made) {
  const Process& process = processes_[index];
  if (made == 0 || process.since <= made || process.eras.empty()) return freeze(index);
  std::size_t i = process.eras.size() - 1;
  while (i > 0 && process.eras[i].since > made) --i;
  return process.eras[i].snapshot;
}

}  // namespace feira::check
