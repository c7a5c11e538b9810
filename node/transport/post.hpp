// Carries the core's messages to the other marketplaces: for each of them a mailbox, a thread and one connection that
// is kept. What waits goes together in one POST /peer/messages. Whoever cannot be reached is tried again after growing,
// jittered pauses; meanwhile its mailbox is small.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "node/driver/surroundings.hpp"
#include "node/http/client.hpp"
#include "node/identity/secrets.hpp"
#include "node/transport/address_book.hpp"
#include "node/transport/batch.hpp"
#include "node/transport/mailbox.hpp"
#include "node/transport/signature.hpp"

namespace feira::node {

/// Who speaks, and how it shows that it belongs to the consortium.
struct Speaker {
  Address me;
  ConsortiumKey key;
  std::optional<http::ClientTls> tls;
};

/// The options of a client for `url`; nothing when that is no address.
std::optional<http::ClientOptions> client_options(const std::string& url, const Speaker& speaker);

struct PeerCounts {
  MarketplaceId id;
  std::size_t waiting = 0;
  std::uint64_t sent = 0;
  std::uint64_t batches = 0;
  std::uint64_t dropped = 0;
  std::uint64_t failures = 0;
  bool reachable = false;
};

class Post final : public Carrier {
 public:
  Post(Speaker speaker, AddressBook& addresses);
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;
  /// Stops.
  ~Post() override;

  void carry(MarketplaceId to, const std::shared_ptr<const Letter>& letter) override;
  /// Ends all threads; what waits is not sent.
  void stop();
  [[nodiscard]] std::vector<PeerCounts> counts() const;

 private:
  class Round;

  Round& round(MarketplaceId to);

  const Speaker speaker_;
  AddressBook& addresses_;
  mutable std::mutex mutex_;
  std::map<MarketplaceId, std::unique_ptr<Round>> rounds_;
  bool stopped_ = false;
};

}  // namespace feira::node
