// What strangers send: a request's head, target, chunks and JSON, by the functions that the server reads them with.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "node/api/causality.hpp"
#include "node/api/json_body.hpp"
#include "node/api/refuse.hpp"
#include "node/api/texts.hpp"
#include "node/http/body_reader.hpp"
#include "node/http/request_head.hpp"
#include "node/http/target.hpp"

namespace {

using namespace feira;

void demand(bool holds) {
  if (!holds) std::abort();
}

void read_target(std::string_view text) {
  const auto target = http::read_target(text);
  if (!target) return;
  demand(target->path.starts_with('/') && target->path.find_first_of("\r\n") == std::string::npos);
  for (const auto& segment : target->segments) {
    demand(!segment.empty() && segment != ".." && segment != "." && segment.find('/') == std::string::npos);
    demand(http::percent_decoded(http::percent_encoded(segment)) == segment);
    if (const auto id = node::read_purchase(segment)) demand(node::text_of(*id) == segment);
    if (const auto id = node::read_product(segment)) demand(node::text_of(*id) == segment);
  }
}

void read_json(const std::string& body) {
  http::Request request;
  request.body = body;
  request.headers.add("Content-Type", "application/json");
  try {
    const auto wish = node::read_body(request, {"product", "quantity", "price", "name"});
    (void)node::optional_price_in(wish, "price");
    (void)node::integer_in(wish, "quantity", 1, 100);
    demand(node::text_in(wish, "product", 64).size() <= 64);
  } catch (const node::Refuse& refuse) {
    demand(refuse.problem.status == 400);
    (void)http::answer(refuse.problem);
  }
}

/// However the chunks arrive, they are the same body.
void read_chunks(std::string_view bytes) {
  http::ChunkReader at_once(1000);
  http::ChunkReader in_steps(1000);
  const auto taken = at_once.take(bytes);
  std::size_t in_all = 0;
  while (in_all < bytes.size() && in_steps.state() == http::ChunkReader::State::more) {
    in_all += in_steps.take(bytes.substr(in_all, 3));
  }
  demand(at_once.state() == in_steps.state() && at_once.body() == in_steps.body() && taken == in_all);
  demand(at_once.body().size() <= 1000);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto result = http::read_head(bytes, {});
  if (const auto* read = std::get_if<http::HeadRead>(&result)) {
    demand(read->size <= size && read->head.headers.valid());
    demand(!read->head.chunked || read->head.content_length == 0);
    read_target(read->head.target);
    read_chunks(bytes.substr(read->size));
    read_json(std::string(bytes.substr(read->size)));
  } else if (std::holds_alternative<http::HeadIncomplete>(result)) {
    read_target(bytes);
    read_chunks(bytes);
    read_json(std::string(bytes));
  }
  static const node::CausalityTokens tokens("a key");
  if (const auto clock = tokens.check(bytes)) demand(tokens.issue(*clock) == bytes);
  return 0;
}
