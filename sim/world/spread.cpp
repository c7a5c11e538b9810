#include "sim/world/spread.hpp"

#include "sim/chance/draw.hpp"

namespace feira::sim {

using Shape = scenario::Spread::Shape;

Duration draw(const scenario::Spread& spread, std::uint64_t bits) {
  switch (spread.shape) {
    case Shape::constant:
      return spread.low;
    case Shape::uniform:
      return {chance::between(bits, spread.low.ns, spread.high.ns)};
    case Shape::exponential:
      return {chance::exponential(bits, spread.low.ns)};
    case Shape::heavy_tail:
      return {chance::heavy_tail(bits, spread.low.ns, spread.high.ns)};
  }
  return {};
}

bool is_zero(const scenario::Spread& spread) {
  return spread.low.ns == 0 && (spread.shape != Shape::uniform || spread.high.ns == 0);
}

}  // namespace feira::sim
