#include "sim/scenario/read.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::int64_t version_known = 1;
constexpr std::size_t products_max = 10'000;
constexpr std::int64_t stock_max = 1'000'000'000'000;

/// A scenario of another version may mean other things by the same words: nothing else is looked at then.
bool version_fits(Reading& reading, const Node& root) {
  const auto found = std::find_if(root.members.begin(), root.members.end(),
                                  [](const Member& member) { return member.key == "version"; });
  if (found == root.members.end()) return true;  // complained of later, like any word that is lacking
  const Node& version = found->value;
  if (version.kind == Node::Kind::integer && version.integer == version_known) return true;
  if (version.kind == Node::Kind::integer || version.kind == Node::Kind::large_integer) {
    reading.complain(version, "unknown version: " + kind_name(version), "1");
  } else {
    reading.complain_of_type(version, "the number 1");
  }
  return false;
}

void read_product(Reading& reading, const Node& node, std::set<std::string>& taken) {
  const Object object(reading, node, "a product", {"id", "owner", "stock", "price", "sku"});
  if (!object.valid()) return;
  ProductSpec product;
  product.price = Money{1000, Currency{{'B', 'R', 'L', '\0'}}};
  if (const Node* id = object.require("id")) {
    if (auto name = read_name(reading, *id, "a product's id")) product.id = std::move(*name);
    if (!product.id.empty() && !taken.insert(product.id).second) {
      reading.complain(*id, "two products are called " + quote(product.id), "an id of its own for each");
    }
  }
  if (const auto owner = read_marketplace(reading, object.require("owner"))) product.owner = *owner;
  read_integer(reading, object.require("stock"), product.stock, 0, stock_max);
  read_money(reading, object.find("price"), product.price);
  read_text(reading, object.find("sku"), product.sku);
  reading.scenario.products.push_back(std::move(product));
}

void read_root(Reading& reading, const Node& node) {
  const Object root(reading, node, "the scenario",
                    {"version", "about",         "marketplaces", "products", "buyers",     "changes",
                     "network", "messages",      "disk",         "clocks",   "membership", "random-membership",
                     "faults",  "random-faults", "swarm",        "encode",   "protocol",   "run",
                     "explore", "reach",         "ablate",       "expect",   "$schema"});
  if (!root.valid()) return;
  std::string schema;  // for editors
  read_text(reading, root.find("$schema"), schema);
  root.require("version");
  read_text(reading, root.find("about"), reading.scenario.about);
  read_marketplace_names(reading, root.require("marketplaces"));
  read_products(reading, root.require("products"));
  read_protocol(reading, root.find("protocol"));
  read_run(reading, root.find("run"));
  read_explore(reading, root.find("explore"));
  read_buyers(reading, root.find("buyers"));
  read_changes(reading, root.find("changes"));
  read_network(reading, root.find("network"));
  read_messages(reading, root.find("messages"));
  read_disk(reading, root.find("disk"));
  read_clocks(reading, root.find("clocks"));
  read_membership(reading, root.find("membership"));
  read_random_membership(reading, root.find("random-membership"));
  read_faults(reading, root.find("faults"));
  read_random_faults(reading, root.find("random-faults"));
  read_bool(reading, root.find("swarm"), reading.scenario.swarm);
  read_bool(reading, root.find("encode"), reading.scenario.encode);
  read_ablations(reading, root.find("ablate"));
  read_reach(reading, root.find("reach"));
  read_expectation(reading, root.find("expect"));
}

}  // namespace

std::string name_of_file(std::string_view file_name) {
  if (file_name == "-") return "standard input";
  file_name.remove_prefix(file_name.find_last_of('/') + 1);  // npos + 1 is 0
  if (const auto dot = file_name.rfind('.'); dot != std::string_view::npos && dot > 0)
    file_name = file_name.substr(0, dot);
  std::string name(file_name);
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

std::string marketplace_name(std::size_t index) {
  constexpr std::array<std::string_view, 10> names{"ana",   "bia",  "caio", "davi", "eva",
                                                   "fabio", "gabi", "hugo", "ines", "joao"};
  return index < names.size() ? std::string(names[index]) : 'm' + std::to_string(index + 1);
}

void read_marketplace_names(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  auto& marketplaces = reading.scenario.marketplaces;
  if (node->kind == Node::Kind::array) {
    std::set<std::string> taken;
    read_list(reading, node, "names of marketplaces", 1, marketplaces_max, [&](const Node& item) {
      auto name = read_name(reading, item, "a marketplace's name");
      if (!name) return;
      if (!taken.insert(*name).second) {
        reading.complain(item, "two marketplaces are called " + quote(*name), "a name of its own for each");
        return;
      }
      marketplaces.push_back(std::move(*name));
    });
  } else if (node->kind == Node::Kind::integer || node->kind == Node::Kind::large_integer) {
    std::size_t count = 0;
    read_count(reading, node, count, 1, marketplaces_max);
    for (std::size_t i = 0; i < count; ++i) marketplaces.push_back(marketplace_name(i));
  } else {
    reading.complain_of_type(*node, R"(a list of names, as in ["ana", "bia"], or how many)");
  }
  reading.scenario.clocks.assign(marketplaces.size(), ClockSpec{});
}

void read_products(Reading& reading, const Node* node) {
  std::set<std::string> taken;
  read_list(reading, node, "products", 1, products_max, [&](const Node& item) { read_product(reading, item, taken); });
}

std::variant<Scenario, std::vector<Problem>> read(std::string_view text, std::string_view file_name) {
  const Source source(file_name, text);
  auto parsed = parse_document(source);
  if (auto* problem = std::get_if<Problem>(&parsed)) return std::vector<Problem>{std::move(*problem)};
  Document& document = std::get<Document>(parsed);
  Reading reading(source);
  reading.scenario.name = name_of_file(file_name);
  for (const Duplicate& duplicate : document.duplicates) {
    reading.complain(duplicate.offset, "duplicate key " + quote(duplicate.key),
                     "each key once (first at " + source.place(duplicate.first_offset) + ")");
  }
  if (version_fits(reading, document.root)) read_root(reading, document.root);
  if (reading.clean()) return std::move(reading.scenario);
  return reading.problems();
}

}  // namespace feira::scenario
