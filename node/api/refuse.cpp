#include "node/api/refuse.hpp"

#include <utility>

namespace feira::node {

void refuse_stopping() {
  Refuse refuse{
      {503, "stopping", "This marketplace is stopping", "ask again with the same key, here later or elsewhere"}};
  refuse.headers.set("Retry-After", "2");
  throw Refuse{std::move(refuse)};
}

void refuse_unknown_product(const std::string& id) {
  throw Refuse{{404, "unknown-product", "This product is not known here", "no product " + id}};
}

void refuse_invalid(std::string detail) {
  throw Refuse{{400, "invalid-request", "The request is not as documented", std::move(detail)}};
}

}  // namespace feira::node
