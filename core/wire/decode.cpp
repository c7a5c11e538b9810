// What each message and record consists of, read in the order in which `encode.cpp` writes.
#include <algorithm>
#include <charconv>
#include <vector>

#include "core/wire/document.hpp"
#include "core/wire/reader.hpp"
#include "core/wire/wire.hpp"
#include "core/wire/words.hpp"

namespace feira::wire {

// `Fields::field` finds the overloads of `read` by their argument, which names in an unnamed namespace would escape:
// hence `static`.

using Index = Document::Index;

/// Exactly the spelling that encoding gives a number: digits, no leading zero, at most a minus before them.
template <class Number>
static bool parse(std::string_view text, Number& out) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || (digits[0] == '0' && text.size() > 1)) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

template <class Number>
static bool parse_hex(std::string_view text, std::size_t digit_count, Number& out) {
  const bool lower = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!lower || text.size() != digit_count) return false;
  return std::from_chars(text.data(), text.data() + text.size(), out, 16).ec == std::errc{};
}

/// Splits at the first `mark`; the second part lacks when there is none.
static std::pair<std::string_view, std::string_view> split(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

static bool parse_marketplace(std::string_view text, MarketplaceId& out) {
  return parse_hex(text, 8, out.value) && out != MarketplaceId{};
}

/// A field that is a text of its own spelling: reads it or says what it must be.
template <class Parse>
static void read_text(Reader& r, Index at, std::string_view expected, Parse parse_it) {
  const std::string_view text = r.text(at, expected);
  if (!r.failed() && !parse_it(text)) r.fail(at, "must be " + std::string(expected));
}

static void read(Reader& r, Index at, std::uint32_t& out) { out = r.number(at); }
static void read(Reader& r, Index at, bool& out) { out = r.boolean(at); }
static void read(Reader& r, Index at, std::string& out) { out = r.text(at, "a text"); }
static void read(Reader& r, Index at, std::uint64_t& out) {
  read_text(r, at, "a decimal number of 64 bits without sign, as a text",
            [&](std::string_view text) { return parse(text, out); });
}
static void read(Reader& r, Index at, std::int64_t& out) {
  read_text(r, at, "a decimal number of 64 bits with sign, as a text",
            [&](std::string_view text) { return parse(text, out); });
}

/// Counts begin at one.
static void read_count(Reader& r, Index at, Count& out) {
  read(r, at, out);
  if (!r.failed() && out == 0) r.fail(at, "must not be zero: counts begin at one");
}

static void read(Reader& r, Index at, MarketplaceId& out) {
  read_text(r, at, "a marketplace: eight lower-case hexadecimal digits, not all zero",
            [&](std::string_view text) { return parse_marketplace(text, out); });
}
static void read(Reader& r, Index at, ProductId& out) {
  read_text(r, at, "a product: its owner, a dot, its number", [&](std::string_view text) {
    const auto [owner, local] = split(text, '.');
    return parse_marketplace(owner, out.owner) && parse(local, out.local);
  });
}
static void read(Reader& r, Index at, InterestId& out) {
  read_text(r, at, "an interest: its origin, #, its number from one on", [&](std::string_view text) {
    const auto [origin, number] = split(text, '#');
    return parse_marketplace(origin, out.origin) && parse(number, out.number) && out.number != 0;
  });
}
static void read(Reader& r, Index at, FencingToken& out) {
  read_text(r, at, "a fencing token: epoch, a dot, counter", [&](std::string_view text) {
    const auto [epoch, counter] = split(text, '.');
    return parse(epoch, out.epoch) && parse(counter, out.counter);
  });
}
static void read(Reader& r, Index at, IdempotencyKey& out) {
  read_text(r, at, "a key: 32 lower-case hexadecimal digits", [&](std::string_view text) {
    return text.size() == 32 && parse_hex(text.substr(0, 16), 16, out.high) && parse_hex(text.substr(16), 16, out.low);
  });
}
static void read(Reader& r, Index at, Currency& out) {
  read_text(r, at, "a currency: three capital letters, or none", [&](std::string_view text) {
    if (!std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; })) return false;
    if (!text.empty() && text.size() != 3) return false;
    std::ranges::copy(text, out.code.begin());
    return true;
  });
}

static void read(Reader& r, Index at, Incarnation& out) { read(r, at, out.value); }
static void read(Reader& r, Index at, LocalTime& out) { read(r, at, out.ns); }
static void read(Reader& r, Index at, Duration& out) { read(r, at, out.ns); }

static void read(Reader& r, Index at, Money& out) {
  Fields(r, at).field("minor", out.minor).field("currency", out.currency).end();
}

static void read(Reader& r, Index at, VectorClock& out) {
  std::vector<VectorClock::Entry> entries;
  r.entries(at, [&](std::string_view key, Index i) {
    VectorClock::Entry entry;
    if (!parse_marketplace(key, entry.marketplace)) r.fail(i, "has a key that is no marketplace");
    read_count(r, i, entry.count);
    entries.push_back(entry);
  });
  if (r.failed()) return;
  // In order each entry is an append; in any other a long clock would cost its square.
  std::ranges::sort(entries, {}, &VectorClock::Entry::marketplace);
  for (const auto& entry : entries) out.set(entry.marketplace, entry.count);
}

static void read(Reader& r, Index at, CountRange& out) {
  unsigned position = 0;
  r.list(at, [&](Index i) {
    if (position > 1) return r.fail(i, "must be two numbers: first and last");
    read_count(r, i, position++ == 0 ? out.first : out.last);
  });
  if (r.failed()) return;
  if (position != 2) return r.fail(at, "must be two numbers: first and last");
  if (out.last < out.first) r.fail(at, "ends before it begins");
}

template <class Item, std::size_t n>
static void read(Reader& r, Index at, boost::container::small_vector<Item, n>& out) {
  r.list(at, [&](Index i) { read(r, i, out.emplace_back()); });
}

template <std::size_t n>
static std::size_t word(Reader& r, Index at, const std::array<std::string_view, n>& words) {
  const std::string_view text = r.text(at, "a word");
  const auto found = std::ranges::find(words, text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  r.fail(at, "is not a word known here");
  return 0;
}

static void read(Reader& r, Index at, Outcome& out) { out = static_cast<Outcome>(word(r, at, outcome_words)); }
static void read(Reader& r, Index at, ChangeKind& out) { out = static_cast<ChangeKind>(word(r, at, change_words)); }

static Fields& read_fields(Fields& fields, Purchase& out) {
  return fields.field("key", out.key).field("quantity", out.quantity).field("price", out.price);
}
static void read(Reader& r, Index at, Purchase& out) {
  Fields fields(r, at);
  read_fields(fields, out).end();
}
static void read(Reader& r, Index at, Decision& out) {
  Fields fields(r, at);
  read_fields(fields, out.purchase).field("outcome", out.outcome).end();
}
static void read(Reader& r, Index at, Product& out) {
  Fields(r, at)
      .field("id", out.id)
      .field("version", out.version)
      .field("name", out.name)
      .field("sku", out.sku)
      .field("price", out.price)
      .field("stock", out.stock)
      .field("removed", out.removed)
      .end();
}
static void read(Reader& r, Index at, Interest& out) {
  Fields fields(r, at);
  fields.field("id", out.id).field("product", out.product).field("clock", out.clock);
  if (const auto purchases = fields.find("purchases")) {
    read(r, *purchases, out.purchases);
    out.purchases_known = true;
  }
  fields.end();
  if (!r.failed() && out.clock[out.id.origin] != out.id.number) r.fail(at, "its clock does not show its number");
}

static void read(Reader& r, Index at, Standing& out) { out = static_cast<Standing>(word(r, at, standing_words)); }
static void read(Reader& r, Index at, MemberEntry& out) {
  Fields(r, at)
      .field("id", out.id)
      .field("name", out.name)
      .field("standing", out.standing)
      .field("founder", out.founder)
      .end();
}
static void read(Reader& r, Index at, MemberEntries& out) {
  r.list(at, [&](Index i) {
    MemberEntry member;
    read(r, i, member);
    if (!r.failed() && !out.empty() && member.id <= out.back().id)
      r.fail(i, "is out of order: members go by their ids");
    out.push_back(std::move(member));
  });
}

static void read_body(Fields& f, Heartbeat& out) {
  f.field("versions", out.versions);
  if (const auto members = f.find("members")) {
    read(f.reader(), *members, out.members);
    if (!f.reader().failed() && out.members.empty()) f.reader().fail(*members, "is left out when there are none");
  }
}
static void read_body(Fields& f, InterestTold& out) { f.field("interest", out.interest); }
static void read_body(Fields& f, InterestsWanted& out) { f.field("origin", out.origin).field("ranges", out.ranges); }
static void read_body(Fields& f, Settled& out) { f.field("ranges", out.ranges); }
static void read_body(Fields& f, Grant& out) {
  f.field("interest", out.interest)
      .field("product", out.product)
      .field("token", out.token)
      .field("holder-incarnation", out.holder_incarnation)
      .field("until", out.until)
      .field("lease", out.lease)
      .field("stock", out.stock)
      .field("price", out.price)
      .field("removed", out.removed)
      .field("decided", out.decided);
}
static void read_body(Fields& f, Commit& out) {
  f.field("interest", out.interest)
      .field("token", out.token)
      .field("confirmed", out.confirmed)
      .field("declined", out.declined);
}
static void read_body(Fields& f, Release& out) {
  f.field("interest", out.interest).field("product", out.product).field("token", out.token);
}
static void read_body(Fields& f, LastWord& out) {
  f.field("interest", out.interest)
      .field("product", out.product)
      .field("ended", out.ended)
      .field("decisions", out.decisions);
}
static void read_body(Fields& f, Cancel& out) { f.field("product", out.product).field("key", out.key); }
static void read_body(Fields& f, CancelAnswer& out) { f.field("product", out.product).field("decision", out.decision); }
static void read_body(Fields& f, CatalogueWanted& out) { f.field("owner", out.owner).field("have", out.have); }
static void read_body(Fields& f, CatalogueDifference& out) {
  f.field("owner", out.owner)
      .field("from", out.from)
      .field("to", out.to)
      .field("whole", out.whole)
      .field("products", out.products);
}
static void read(Reader& r, Index at, CatalogueDifference& out) {
  Fields fields(r, at);
  read_body(fields, out);
  fields.end();
}

static void read(Reader& r, Index at, std::vector<CatalogueDifference>& out) {
  r.list(at, [&](Index i) { read(r, i, out.emplace_back()); });
}
static void read_body(Fields& f, Hello& out) { f.field("name", out.name); }
static void read_body(Fields& f, Welcome& out) { f.field("members", out.members).field("catalogues", out.catalogues); }

static void read_body(Fields& f, Started& out) { f.field("incarnation", out.incarnation); }
static void read_body(Fields& f, InterestMade& out) {
  f.field("interest", out.interest);
  if (const auto closes = f.find("closes")) read_count(f.reader(), *closes, out.closes.emplace());
}
static void read_body(Fields& f, InterestClosed& out) {
  if (const auto number = f.need("number")) read_count(f.reader(), *number, out.number);
}
static void read_body(Fields& f, Voided& out) { f.field("origin", out.origin).field("range", out.range); }
static void read_body(Fields& f, Decided& out) {
  f.field("product", out.product)
      .field("token", out.token)
      .field("interest", out.interest)
      .field("decisions", out.decisions)
      .field("stock", out.stock)
      .field("version", out.version);
}
static void read_body(Fields& f, ProductChanged& out) {
  f.field("change", out.kind).field("quantity", out.quantity).field("product", out.product);
}
static void read_body(Fields& f, LeaseBound& out) { f.field("longest", out.longest); }
static void read_body(Fields&, FrontierMarked&) {}
static void read_body(Fields& f, ReplicaAdvanced& out) { f.field("difference", out.difference); }
static void read_body(Fields& f, Joined& out) { f.field("members", out.members); }
static void read_body(Fields& f, MemberChanged& out) { f.field("member", out.member); }
static void read_body(Fields&, LeaveBegun&) {}

/// Reads the alternative of `out` that `index` names.
template <std::size_t i = 0, class Variant>
static void read_alternative(Fields& fields, std::size_t index, Variant& out) {
  if constexpr (i < std::variant_size_v<Variant>) {
    if (index == i) return read_body(fields, out.template emplace<i>());
    read_alternative<i + 1>(fields, index, out);
  }
}

/// The kind that stands at `at`, by its name.
template <class Kind>
static std::size_t kind(Reader& r, Index at, std::size_t kinds) {
  const std::string_view text = r.text(at, "a kind");
  for (std::size_t i = 0; i < kinds; ++i) {
    if (text == name(static_cast<Kind>(i))) return i;
  }
  r.fail(at, "is not a kind known here");
  return 0;
}

/// Reads what stands around a body: version and kind first, then what `read_head` reads, then the body.
template <class Kind, class Value, class ReadHead>
static std::variant<Value, WireError> decode(std::string_view text, std::string_view kind_key, std::size_t kinds,
                                             ReadHead read_head) {
  Document document;
  if (auto error = document.read(text)) return std::move(*error);
  Reader r(document);
  Value value;
  Fields fields(r, 0);
  if (const auto version = fields.need("feira"); version && r.number(*version) != format_version) {
    r.fail(*version, "is a version that is not known here, which is " + std::to_string(format_version));
  }
  const auto kind_at = fields.need(kind_key);
  const std::size_t index = kind_at ? kind<Kind>(r, *kind_at, kinds) : 0;
  read_head(fields, value);
  if (const auto body = fields.need("body")) {
    Fields body_fields(r, *body);
    read_alternative(body_fields, index, value.body);
    body_fields.end();
  }
  fields.end();
  if (r.failed()) return std::move(*r.error());
  return value;
}

std::variant<Message, WireError> decode_message(std::string_view text) {
  return decode<MessageKind, Message>(text, "message", message_kinds, [](Fields& fields, Message& out) {
    fields.field("from", out.from)
        .field("incarnation", out.incarnation)
        .field("sent", out.sent)
        .field("clock", out.clock);
  });
}

std::variant<Record, WireError> decode_record(std::string_view text) {
  return decode<RecordKind, Record>(text, "record", record_kinds, [](Fields& fields, Record& out) {
    fields.field("clock", out.clock).field("frontier", out.frontier);
  });
}

}  // namespace feira::wire
