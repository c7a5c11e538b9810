#include "node/transport/batch.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace feira::node {

namespace {

using nlohmann::json;

constexpr std::size_t text_bytes_max = 512;
constexpr std::size_t known_max = 4096;

json json_of(const Address& address) {
  return {{"id", address.id.value}, {"name", address.name}, {"url", address.url}};
}

json json_of(const BatchHead& head) {
  json known = json::array();
  for (const Address& address : head.known) known.push_back(json_of(address));
  return {
      {"feira", "peer"},     {"wire", head.wire},        {"consortium", head.consortium}, {"from", json_of(head.from)},
      {"to", head.to.value}, {"known", std::move(known)}};
}

/// Thrown and caught inside this file.
struct Malformed {
  std::string what;
};

const json& need(const json& object, const char* key) {
  const auto at = object.is_object() ? object.find(key) : object.end();
  if (at == object.end()) throw Malformed{std::string("lacks \"") + key + "\""};
  return *at;
}

std::uint32_t number(const json& object, const char* key) {
  const json& value = need(object, key);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > UINT32_MAX) {
    throw Malformed{std::string("\"") + key + "\" must be a whole number of 32 bits"};
  }
  return value.get<std::uint32_t>();
}

std::string text(const json& object, const char* key) {
  const json& value = need(object, key);
  if (!value.is_string() || value.get_ref<const std::string&>().size() > text_bytes_max) {
    throw Malformed{std::string("\"") + key + "\" must be a text of at most " + std::to_string(text_bytes_max) +
                    " bytes"};
  }
  return value.get<std::string>();
}

Address address(const json& value) {
  return {MarketplaceId{number(value, "id")}, text(value, "name"), text(value, "url")};
}

/// Nothing when the version is another: then nothing else is known of what stands there.
std::variant<BatchHead, BatchError> head_of(const json& value) {
  BatchHead head;
  if (text(value, "feira") != "peer") throw Malformed{"\"feira\" must be \"peer\""};
  head.wire = number(value, "wire");
  if (head.wire != wire::format_version) {
    return BatchError{BatchFault::unknown_wire_version, "wire version " + std::to_string(head.wire) +
                                                            " is not spoken here, but version " +
                                                            std::to_string(wire::format_version) + " is"};
  }
  head.consortium = text(value, "consortium");
  head.from = address(need(value, "from"));
  head.to = MarketplaceId{number(value, "to")};
  const json& known = need(value, "known");
  if (!known.is_array() || known.size() > known_max) throw Malformed{"\"known\" must be a list, not too long"};
  for (const json& each : known) head.known.push_back(address(each));
  return head;
}

json parse(std::string_view line) {
  json value = json::parse(line, nullptr, false);
  if (value.is_discarded()) throw Malformed{"is not JSON"};
  return value;
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::string text_of(const BatchHead& head) { return dumped(json_of(head)) + "\n"; }

std::variant<Batch, BatchError> read_batch(std::string_view text) {
  Batch batch;
  std::size_t line = 0;
  try {
    while (!text.empty()) {
      ++line;
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view one = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line == 1) {
        auto head = head_of(parse(one));
        if (auto* error = std::get_if<BatchError>(&head)) return std::move(*error);
        batch.head = std::get<BatchHead>(std::move(head));
        continue;
      }
      if (line > batch_messages_max + 1) throw Malformed{"is one message too many"};
      auto message = wire::decode_message(one);
      if (const auto* error = std::get_if<wire::WireError>(&message)) throw Malformed{error->path + " " + error->what};
      batch.messages.push_back(std::get<Message>(std::move(message)));
      if (batch.messages.back().from != batch.head.from.id) throw Malformed{"is not from the batch's sender"};
    }
    if (line == 0) throw Malformed{"is empty"};
  } catch (const Malformed& malformed) {
    return BatchError{BatchFault::malformed, "line " + std::to_string(line) + " " + malformed.what};
  }
  return batch;
}

std::string text_of(const HelloAnswer& answer) {
  json value = json_of(answer.head);
  value["takes_part"] = answer.takes_part;
  return dumped(value) + "\n";
}

std::variant<HelloAnswer, BatchError> read_hello(std::string_view text) {
  try {
    const json value = parse(text);
    auto head = head_of(value);
    if (auto* error = std::get_if<BatchError>(&head)) return std::move(*error);
    const json& part = need(value, "takes_part");
    if (!part.is_boolean()) throw Malformed{"\"takes_part\" must be true or false"};
    return HelloAnswer{std::get<BatchHead>(std::move(head)), part.get<bool>()};
  } catch (const Malformed& malformed) {
    return BatchError{BatchFault::malformed, malformed.what};
  }
}

}  // namespace feira::node
