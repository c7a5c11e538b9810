// Who asked which question, so that answers find their way back. Requests are numbered 1, 2, 3, ...
#pragma once

#include <cstdint>
#include <vector>

#include "core/identity.hpp"

namespace feira::sim {

struct Asker {
  enum class Sort : std::uint8_t { buying, cancelling, operating };
  Sort sort = Sort::buying;
  /// A buyer, or an operator's task.
  std::uint32_t index = 0;
};

class RequestBook {
 public:
  RequestId open(Asker asker) {
    askers_.push_back(asker);
    return {askers_.size()};
  }
  [[nodiscard]] const Asker& operator[](RequestId request) const { return askers_[request.value - 1]; }

 private:
  std::vector<Asker> askers_;
};

}  // namespace feira::sim
