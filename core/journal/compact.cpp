#include "core/journal/compact.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/catalogue/owner_catalogue.hpp"

namespace feira {

namespace {

/// Decisions and products in one record at most.
constexpr std::size_t chunk = 1024;

class Compactor {
 public:
  Compactor(VectorClock frontier, const Options& options) : frontier_(std::move(frontier)), options_(options) {}

  // As `Marketplace::recover` takes them.
  void take(const Started& body) { started_ = body; }
  void take(const LeaseBound& body) { bound_ = body; }
  void take(const LeaveBegun& body) { leave_ = body; }
  void take(const FrontierMarked&) {}
  void take(const Joined& body) { joined_.push_back(body); }
  void take(const MemberChanged& body) { members_.insert_or_assign(body.member.id, body); }
  void take(const Voided& body) {
    if (body.range.last > frontier_[body.origin]) voided_.push_back(body);
  }
  void take(const InterestMade& body) {
    if (body.closes) open_.erase(*body.closes);
    open_.insert_or_assign(body.interest.id.number, InterestMade{body.interest, std::nullopt});
  }
  void take(const InterestClosed& body) { open_.erase(body.number); }
  void take(const ProductChanged& body) { products_.insert_or_assign(body.product.id, body); }
  void take(const Decided& body) {
    std::vector<Decision>& book = books_[body.product];
    book.insert(book.end(), body.decisions.begin(), body.decisions.end());
    const auto product = products_.find(body.product);
    if (body.version == 0 || product == products_.end()) return;
    product->second.product.stock = body.stock;
    product->second.product.version = body.version;
  }
  void take(const ReplicaAdvanced& body) {
    const MarketplaceId owner = body.difference.owner;
    OwnerCatalogue& replica = replicas_.try_emplace(owner, owner).first->second;
    if (replica.apply(body.difference)) replica.drop_tombstones(options_.tombstones_max);
  }

  /// All but the last record.
  std::vector<Record> records() {
    keep(started_);
    keep(bound_);
    keep(leave_);
    for (Joined& each : joined_) keep(std::move(each));
    for (auto& [id, each] : members_) keep(std::move(each));
    for (const Voided& each : voided_) keep(each);
    for (auto& [number, each] : open_) keep(std::move(each));
    for (auto& [id, each] : products_) keep(each);
    for (const auto& [product, book] : books_) keep_book(product, book);
    for (const auto& [owner, replica] : replicas_) keep_replica(replica);
    return std::move(kept_);
  }

 private:
  void keep(RecordBody body) { kept_.push_back(Record{{}, {}, std::move(body)}); }
  template <class Body>
  void keep(const std::optional<Body>& body) {
    if (body) keep(RecordBody(*body));
  }

  void keep_book(ProductId product, const std::vector<Decision>& book) {
    Decided decided{product, std::nullopt, std::nullopt, {}, 0, 0};
    if (const auto known = products_.find(product); known != products_.end()) {
      decided.stock = known->second.product.stock;
      decided.version = known->second.product.version;
    }
    std::size_t first = 0;
    do {
      const std::size_t last = std::min(book.size(), first + chunk);
      decided.decisions.assign(book.begin() + static_cast<std::ptrdiff_t>(first),
                               book.begin() + static_cast<std::ptrdiff_t>(last));
      keep(decided);
      first = last;
    } while (first < book.size());
  }

  /// First, if tombstones were dropped, all up to the floor, which replaces; then what has changed above it.
  void keep_replica(const OwnerCatalogue& replica) {
    std::vector<Product> products = replica.products();
    std::sort(products.begin(), products.end(),
              [](const Product& a, const Product& b) { return a.version < b.version; });
    CatalogueDifference difference{replica.owner(), 0, replica.floor(), true, {}};
    auto next = products.begin();
    while (next != products.end() && next->version <= replica.floor()) difference.products.push_back(*next++);
    if (replica.floor() > 0) keep(ReplicaAdvanced{difference});
    while (difference.to < replica.version()) {
      difference = CatalogueDifference{replica.owner(), difference.to, replica.version(), false, {}};
      while (next != products.end() && difference.products.size() < chunk) difference.products.push_back(*next++);
      if (next != products.end()) difference.to = difference.products.back().version;
      keep(ReplicaAdvanced{difference});
    }
  }

  const VectorClock frontier_;
  const Options& options_;
  std::optional<Started> started_;
  std::optional<LeaseBound> bound_;
  std::optional<LeaveBegun> leave_;
  std::vector<Joined> joined_;
  std::map<MarketplaceId, MemberChanged> members_;
  std::vector<Voided> voided_;
  std::map<Count, InterestMade> open_;
  std::map<ProductId, ProductChanged> products_;
  std::map<ProductId, std::vector<Decision>> books_;
  std::map<MarketplaceId, OwnerCatalogue> replicas_;
  std::vector<Record> kept_;
};

}  // namespace

std::vector<Record> compacted(std::span<const Record> journal, const Options& options) {
  if (journal.empty()) return {};
  const Record& last = journal.back();
  Compactor compactor(last.frontier, options);
  for (const Record& record : journal) {
    std::visit([&](const auto& body) { compactor.take(body); }, record.body);
  }
  std::vector<Record> records = compactor.records();
  records.push_back(Record{last.clock, last.frontier, FrontierMarked{}});
  return records;
}

}  // namespace feira
