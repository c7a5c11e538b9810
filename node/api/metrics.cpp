#include "node/api/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>
#include <iterator>
#include <map>
#include <mutex>
#include <tuple>
#include <vector>

#include "node/api/refuse.hpp"
#include "node/api/views.hpp"

namespace feira::node {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

struct CoreFigures {
  std::size_t own_products = 0;
  std::size_t products = 0;
  std::size_t clock_entries = 0;
  std::size_t decisions = 0;
  std::size_t members = 0;
  std::size_t suspected = 0;
  std::uint32_t life = 0;
};

CoreFigures figures_of(const View& view) {
  CoreFigures figures;
  figures.life = view.core.incarnation().value;
  figures.clock_entries = view.core.clock().entries().size();
  figures.decisions = view.core.decisions_made();
  for (const MemberEntry& member : view.core.membership().all()) {
    if (const OwnerCatalogue* catalogue = view.core.catalogue_of(member.id)) {
      figures.products += catalogue->products().size();
    }
    if (member.standing != Standing::present) continue;
    ++figures.members;
    if (member.id != view.core.id() && view.core.suspects(member.id, view.now)) ++figures.suspected;
  }
  figures.own_products = view.core.own_catalogue().products().size();
  return figures;
}

class Page {
 public:
  void counter(const char* name, const char* help, double value) { add(name, help, MetricType::Counter, value, {}); }
  void gauge(const char* name, const char* help, double value) { add(name, help, MetricType::Gauge, value, {}); }
  void of_peer(const char* name, const char* help, MetricType type, double value, MarketplaceId peer) {
    add(name, help, type, value, {{"peer", to_hex(peer)}});
  }
  std::vector<MetricFamily> families;

 private:
  void add(const char* name, const char* help, MetricType type, double value, std::vector<ClientMetric::Label> label) {
    ClientMetric metric;
    metric.label = std::move(label);
    (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    if (families.empty() || families.back().name != name) families.push_back({name, help, type, {}});
    families.back().metric.push_back(std::move(metric));
  }
};

void add_peers(Page& page, const std::vector<PeerTraffic>& traffic) {
  const auto each = [&](const char* name, const char* help, MetricType type, auto value) {
    for (const auto& peer : traffic) page.of_peer(name, help, type, static_cast<double>(value(peer)), peer.id);
  };
  each("feira_peer_reachable", "1 when the peer took the last batch.", MetricType::Gauge,
       [](const PeerTraffic& peer) { return peer.reachable ? 1 : 0; });
  each("feira_peer_messages_waiting", "Messages that wait to be sent to the peer.", MetricType::Gauge,
       [](const PeerTraffic& peer) { return peer.waiting; });
  each("feira_peer_messages_sent_total", "Messages that the peer has taken.", MetricType::Counter,
       [](const PeerTraffic& peer) { return peer.sent; });
  each("feira_peer_messages_dropped_total", "Messages that were given up, for the protocol to repair.",
       MetricType::Counter, [](const PeerTraffic& peer) { return peer.dropped; });
  each("feira_peer_failures_total", "Batches that the peer did not take.", MetricType::Counter,
       [](const PeerTraffic& peer) { return peer.failures; });
}

}  // namespace

/// Counters by route and status, found again without building labels.
class Metrics::Ledger {
 public:
  void count(const http::Observation& observation) {
    const std::lock_guard lock(mutex_);
    const auto key = std::tuple(observation.method, observation.route, observation.status);
    auto& counter = answers_[key];
    if (counter == nullptr) {
      counter = &answered_.Add({{"method", http::name(observation.method)},
                                {"route", observation.route.empty() ? "none" : observation.route},
                                {"status", std::to_string(observation.status)}});
    }
    counter->Increment();
    if (observation.route.empty()) return;
    auto& histogram = times_[observation.route];
    if (histogram == nullptr) {
      static const prometheus::Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                                  0.05,   0.1,   0.25,   0.5,   1,    5};
      histogram = &took_.Add({{"route", observation.route}}, bounds);
    }
    histogram->Observe(std::chrono::duration<double>(observation.took).count());
  }

  [[nodiscard]] std::vector<MetricFamily> collect() const { return registry_.Collect(); }

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& answered_ = prometheus::BuildCounter()
                                                           .Name("feira_http_answers_total")
                                                           .Help("Answers by method, route and status.")
                                                           .Register(registry_);
  prometheus::Family<prometheus::Histogram>& took_ = prometheus::BuildHistogram()
                                                         .Name("feira_http_seconds")
                                                         .Help("From a request's head to the end of its answer.")
                                                         .Register(registry_);
  std::mutex mutex_;
  std::map<std::tuple<http::Method, std::string, int>, prometheus::Counter*> answers_;
  std::map<std::string, prometheus::Histogram*> times_;
};

Metrics::Metrics(Premises& premises, const http::Server& server)
    : premises_(premises), server_(server), ledger_(std::make_unique<Ledger>()) {}
Metrics::~Metrics() = default;

void Metrics::mount(http::Server& server, Gate& gate) {
  server.route(http::Method::get, "/metrics", gate.for_a(Visitor::watcher, [this](const auto&) { return show(); }));
}

void Metrics::count(const http::Observation& observation) { ledger_->count(observation); }

http::Response Metrics::show() {
  const auto figures = premises_.driver.read([](const View& view) { return figures_of(view); });
  if (!figures) refuse_stopping();
  const auto counts = premises_.driver.counts();
  const auto served = server_.counts();
  const auto number = [](auto value) { return static_cast<double>(value); };
  Page page;
  page.gauge("feira_ready", "1 when purchases are taken.", premises_.serving ? 1 : 0);
  page.gauge("feira_life", "How often this marketplace was started.", number(figures->life));
  page.gauge("feira_members", "Marketplaces of the consortium that are present.", number(figures->members));
  page.gauge("feira_members_suspected", "Of those, how many are silent.", number(figures->suspected));
  page.gauge("feira_products_own", "Own products, removed ones that are remembered included.",
             number(figures->own_products));
  page.gauge("feira_products", "Products of all that are held here, likewise.", number(figures->products));
  page.gauge("feira_clock_entries", "Components of the vector clock.", number(figures->clock_entries));
  page.gauge("feira_sales_book_decisions", "Decisions in the sales books, which grow for ever.",
             number(figures->decisions));
  page.gauge("feira_store_failing", "1 while records cannot be made durable.",
             premises_.driver.store_failure().empty() ? 0 : 1);
  page.gauge("feira_requests_waiting", "Requests that the core has not answered yet.", number(counts.waiting));
  page.counter("feira_core_rounds_total", "Rounds of the core's thread.", number(counts.rounds));
  page.counter("feira_core_inputs_total", "Inputs of the core.", number(counts.inputs));
  page.counter("feira_commits_total", "Durable commits.", number(counts.commits));
  page.counter("feira_records_total", "Records made durable.", number(counts.records));
  page.gauge("feira_http_connections", "Open connections.", number(served.connections));
  page.gauge("feira_http_event_streams", "Listeners to events.", number(served.event_streams));
  page.counter("feira_http_turned_away_total", "Connections that found no room.", number(served.turned_away));
  add_peers(page, premises_.traffic());
  auto counted = ledger_->collect();
  page.families.insert(page.families.end(), std::make_move_iterator(counted.begin()),
                       std::make_move_iterator(counted.end()));
  http::Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = prometheus::TextSerializer().Serialize(page.families);
  return response;
}

}  // namespace feira::node
