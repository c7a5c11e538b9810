// A queue whose places are used again: no allocation in the steady state, even for elements that own memory, because
// a pushed element is a former one to be assigned over. A plain value.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace feira::check {

template <class T>
class Ring {
 public:
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// A place at the back. It may hold an old element: assign every field.
  T& push() {
    if (size_ == places_.size()) grow();
    return places_[(front_ + size_++) & (places_.size() - 1)];
  }

  /// Element `i` from the front.
  T& operator[](std::size_t i) { return places_[(front_ + i) & (places_.size() - 1)]; }
  const T& operator[](std::size_t i) const { return places_[(front_ + i) & (places_.size() - 1)]; }
  T& front() { return (*this)[0]; }
  const T& front() const { return (*this)[0]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& back() const { return (*this)[size_ - 1]; }

  void pop_front() {
    front_ = (front_ + 1) & (places_.size() - 1);
    --size_;
  }
  void pop_back() { --size_; }
  void clear() { size_ = 0; }

 private:
  void grow() {
    std::vector<T> larger(places_.empty() ? 4 : places_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move((*this)[i]);
    places_ = std::move(larger);
    front_ = 0;
  }

  std::vector<T> places_;  // a power of two of them
  std::size_t front_ = 0;
  std::size_t size_ = 0;
};

}  // namespace feira::check
