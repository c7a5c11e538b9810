// Writes documents straight into the text: no tree in between.
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/wire/wire.hpp"
#include "core/wire/words.hpp"

namespace feira::wire {

namespace {

/// Appends JSON to a text; commas come by themselves.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void open(char bracket) {
    value_begins();
    out_.push_back(bracket);
    first_ = true;
  }
  void close(char bracket) {
    out_.push_back(bracket);
    first_ = false;
  }
  Writer& key(std::string_view key) {
    value_begins();
    out_.append("\"").append(key).append("\":");
    first_ = true;  // no comma before the value of this key
    return *this;
  }
  void number(std::uint64_t value) {
    value_begins();
    digits(value);
  }
  void boolean(bool value) {
    value_begins();
    out_.append(value ? "true" : "false");
  }
  /// Plain ASCII that needs no escapes.
  void word(std::string_view word) {
    quoted([&] { out_.append(word); });
  }
  void text(std::string_view text) {
    value_begins();
    using nlohmann::json;
    out_.append(json(text).dump(-1, ' ', false, json::error_handler_t::replace));
  }
  template <class Content>
  void quoted(const Content& content) {
    value_begins();
    out_.push_back('"');
    content();
    out_.push_back('"');
  }

  /// Parts of a quoted value.
  template <class Number>
  void digits(Number value) {
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out_.append(buffer.data(), end);
  }
  void hex(std::uint64_t value, unsigned digit_count) {
    constexpr std::string_view hex_digits = "0123456789abcdef";
    for (unsigned shift = 4 * digit_count; shift > 0;) out_.push_back(hex_digits[value >> (shift -= 4) & 0xFU]);
  }
  void mark(char c) { out_.push_back(c); }

 private:
  void value_begins() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

void write_long(Writer& w, std::uint64_t value) {
  w.quoted([&] { w.digits(value); });
}
void write_long(Writer& w, std::int64_t value) {
  w.quoted([&] { w.digits(value); });
}

void write(Writer& w, MarketplaceId id) {
  w.quoted([&] { w.hex(id.value, 8); });
}
void write(Writer& w, ProductId id) {
  w.quoted([&] {
    w.hex(id.owner.value, 8);
    w.mark('.');
    w.digits(id.local);
  });
}
void write(Writer& w, InterestId id) {
  w.quoted([&] {
    w.hex(id.origin.value, 8);
    w.mark('#');
    w.digits(id.number);
  });
}
void write(Writer& w, FencingToken token) {
  w.quoted([&] {
    w.digits(token.epoch);
    w.mark('.');
    w.digits(token.counter);
  });
}
void write(Writer& w, const IdempotencyKey& key) {
  w.quoted([&] {
    w.hex(key.high, 16);
    w.hex(key.low, 16);
  });
}

void write(Writer& w, const Money& money) {
  w.open('{');
  write_long(w.key("minor"), money.minor);
  w.key("currency")
      .text(std::string_view(money.currency.code.data(), money.currency.code.size())
                .substr(0, std::string_view(money.currency.code.data(), money.currency.code.size()).find('\0')));
  w.close('}');
}

void write(Writer& w, const VectorClock& clock) {
  w.open('{');
  for (const auto& entry : clock.entries()) {
    std::string key;
    Writer(key).hex(entry.marketplace.value, 8);
    write_long(w.key(key), entry.count);
  }
  w.close('}');
}

void write(Writer& w, CountRange range) {
  w.open('[');
  write_long(w, range.first);
  write_long(w, range.last);
  w.close(']');
}

/// The fields of a purchase, without the brackets around them.
void write_fields(Writer& w, const Purchase& purchase) {
  write(w.key("key"), purchase.key);
  w.key("quantity").number(purchase.quantity);
  write(w.key("price"), purchase.price);
}

void write(Writer& w, const Purchase& purchase) {
  w.open('{');
  write_fields(w, purchase);
  w.close('}');
}

void write(Writer& w, const Decision& decision) {
  w.open('{');
  write_fields(w, decision.purchase);
  w.key("outcome").word(outcome_words.at(static_cast<std::size_t>(decision.outcome)));
  w.close('}');
}

void write(Writer& w, const Product& product) {
  w.open('{');
  write(w.key("id"), product.id);
  write_long(w.key("version"), product.version);
  w.key("name").text(product.name);
  w.key("sku").text(product.sku);
  write(w.key("price"), product.price);
  write_long(w.key("stock"), product.stock);
  w.key("removed").boolean(product.removed);
  w.close('}');
}

template <class List>
void write_list(Writer& w, const List& list) {
  w.open('[');
  for (const auto& item : list) write(w, item);
  w.close(']');
}

void write(Writer& w, const Interest& interest) {
  w.open('{');
  write(w.key("id"), interest.id);
  write(w.key("product"), interest.product);
  write(w.key("clock"), interest.clock);
  if (interest.purchases_known) write_list(w.key("purchases"), interest.purchases);
  w.close('}');
}

void write(Writer& w, const MemberEntry& member) {
  w.open('{');
  write(w.key("id"), member.id);
  w.key("name").text(member.name);
  w.key("standing").word(standing_words.at(static_cast<std::size_t>(member.standing)));
  w.key("founder").boolean(member.founder);
  w.close('}');
}

/// The fields of a difference, without the brackets around them.
void write_fields(Writer& w, const CatalogueDifference& difference) {
  write(w.key("owner"), difference.owner);
  write_long(w.key("from"), difference.from);
  write_long(w.key("to"), difference.to);
  w.key("whole").boolean(difference.whole);
  write_list(w.key("products"), difference.products);
}

void write(Writer& w, const CatalogueDifference& difference) {
  w.open('{');
  write_fields(w, difference);
  w.close('}');
}

// The bodies: each writes its fields in the order of its declaration.

void write_body(Writer& w, const Heartbeat& body) {
  write(w.key("versions"), body.versions);
  if (!body.members.empty()) write_list(w.key("members"), body.members);
}
void write_body(Writer& w, const InterestTold& body) { write(w.key("interest"), body.interest); }
void write_body(Writer& w, const InterestsWanted& body) {
  write(w.key("origin"), body.origin);
  write_list(w.key("ranges"), body.ranges);
}
void write_body(Writer& w, const Settled& body) { write_list(w.key("ranges"), body.ranges); }
void write_body(Writer& w, const Grant& body) {
  write(w.key("interest"), body.interest);
  write(w.key("product"), body.product);
  write(w.key("token"), body.token);
  w.key("holder-incarnation").number(body.holder_incarnation.value);
  write_long(w.key("until"), body.until.ns);
  write_long(w.key("lease"), body.lease.ns);
  write_long(w.key("stock"), body.stock);
  write(w.key("price"), body.price);
  w.key("removed").boolean(body.removed);
  write_list(w.key("decided"), body.decided);
}
void write_body(Writer& w, const Commit& body) {
  write(w.key("interest"), body.interest);
  write(w.key("token"), body.token);
  write_list(w.key("confirmed"), body.confirmed);
  write_list(w.key("declined"), body.declined);
}
void write_body(Writer& w, const Release& body) {
  write(w.key("interest"), body.interest);
  write(w.key("product"), body.product);
  write(w.key("token"), body.token);
}
void write_body(Writer& w, const LastWord& body) {
  write(w.key("interest"), body.interest);
  write(w.key("product"), body.product);
  w.key("ended").boolean(body.ended);
  write_list(w.key("decisions"), body.decisions);
}
void write_body(Writer& w, const Cancel& body) {
  write(w.key("product"), body.product);
  write(w.key("key"), body.key);
}
void write_body(Writer& w, const CancelAnswer& body) {
  write(w.key("product"), body.product);
  write(w.key("decision"), body.decision);
}
void write_body(Writer& w, const CatalogueWanted& body) {
  write(w.key("owner"), body.owner);
  write_long(w.key("have"), body.have);
}
void write_body(Writer& w, const CatalogueDifference& body) { write_fields(w, body); }
void write_body(Writer& w, const Hello& body) { w.key("name").text(body.name); }
void write_body(Writer& w, const Welcome& body) {
  write_list(w.key("members"), body.members);
  write_list(w.key("catalogues"), body.catalogues);
}

void write_body(Writer& w, const Started& body) { w.key("incarnation").number(body.incarnation.value); }
void write_body(Writer& w, const InterestMade& body) {
  write(w.key("interest"), body.interest);
  if (body.closes) write_long(w.key("closes"), *body.closes);
}
void write_body(Writer& w, const InterestClosed& body) { write_long(w.key("number"), body.number); }
void write_body(Writer& w, const Voided& body) {
  write(w.key("origin"), body.origin);
  write(w.key("range"), body.range);
}
void write_body(Writer& w, const Decided& body) {
  write(w.key("product"), body.product);
  if (body.token) write(w.key("token"), *body.token);
  if (body.interest) write(w.key("interest"), *body.interest);
  write_list(w.key("decisions"), body.decisions);
  write_long(w.key("stock"), body.stock);
  write_long(w.key("version"), body.version);
}
void write_body(Writer& w, const ProductChanged& body) {
  w.key("change").word(change_words.at(static_cast<std::size_t>(body.kind)));
  write_long(w.key("quantity"), body.quantity);
  write(w.key("product"), body.product);
}
void write_body(Writer& w, const LeaseBound& body) { write_long(w.key("longest"), body.longest.ns); }
void write_body(Writer&, const FrontierMarked&) {}
void write_body(Writer& w, const ReplicaAdvanced& body) { write(w.key("difference"), body.difference); }
void write_body(Writer& w, const Joined& body) { write_list(w.key("members"), body.members); }
void write_body(Writer& w, const MemberChanged& body) { write(w.key("member"), body.member); }
void write_body(Writer&, const LeaveBegun&) {}

template <class Variant>
void write_body_of(Writer& w, const Variant& variant) {
  w.key("body").open('{');
  std::visit([&](const auto& body) { write_body(w, body); }, variant);
  w.close('}');
}

}  // namespace

void encode_to(const Message& message, std::string& out) {
  Writer w(out);
  w.open('{');
  w.key("feira").number(format_version);
  w.key("message").word(name(message.kind()));
  write(w.key("from"), message.from);
  w.key("incarnation").number(message.incarnation.value);
  write_long(w.key("sent"), message.sent.ns);
  write(w.key("clock"), message.clock);
  write_body_of(w, message.body);
  w.close('}');
}

void encode_to(const Record& record, std::string& out) {
  Writer w(out);
  w.open('{');
  w.key("feira").number(format_version);
  w.key("record").word(name(record.kind()));
  write(w.key("clock"), record.clock);
  write(w.key("frontier"), record.frontier);
  write_body_of(w, record.body);
  w.close('}');
}

std::string encode(const Message& message) {
  std::string out;
  encode_to(message, out);
  return out;
}

std::string encode(const Record& record) {
  std::string out;
  encode_to(record, out);
  return out;
}

}  // namespace feira::wire
