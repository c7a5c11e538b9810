// Finds the other marketplaces: it looks behind the ports 10000 to 10099 of this host and at the addresses that the
// operator has given, says hello there, and takes over what the answers tell of still others. What is found is logged.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "node/transport/address_book.hpp"
#include "node/transport/batch.hpp"
#include "node/transport/post.hpp"

namespace feira::node {

inline constexpr std::uint16_t first_port = 10'000;
inline constexpr std::uint16_t last_port = 10'099;
/// Between the ports that marketplaces take when nobody says otherwise.
inline constexpr std::uint16_t customary_step = 10;

struct Whereabouts {
  /// Addresses that the operator has given.
  std::vector<std::string> peers;
  /// Look behind the ports of this host.
  bool this_host = true;
};

class Discovery {
 public:
  Discovery(Speaker speaker, Whereabouts whereabouts, AddressBook& addresses);
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;
  /// Stops.
  ~Discovery();

  /// Looks everywhere once. Returns those of this consortium that answered. Takes a quarter of a second at most for
  /// each address behind which somebody listens and does not answer.
  std::vector<HelloAnswer> look();
  /// Goes on looking in a thread of its own: often at first, then now and then.
  void start();
  void stop();

 private:
  std::optional<HelloAnswer> ask(const std::string& url);
  [[nodiscard]] std::vector<std::string> candidates() const;
  void found(const HelloAnswer& answer, const std::string& url);
  /// Logs something about an address when it is not what was logged last.
  void tell(const std::string& url, const std::string& what, bool warns);
  void run();

  const Speaker speaker_;
  const Whereabouts whereabouts_;
  AddressBook& addresses_;
  Signer signer_;
  std::map<std::string, std::string> told_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace feira::node
