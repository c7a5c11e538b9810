// Where peers knock: POST /peer/messages and GET /peer/hello. Only what is signed with the consortium's key is let in.
#pragma once

#include <atomic>
#include <cstdint>

#include "node/driver/driver.hpp"
#include "node/http/server.hpp"
#include "node/transport/address_book.hpp"
#include "node/transport/post.hpp"
#include "node/transport/signature.hpp"

namespace feira::node {

class PeerDesk {
 public:
  /// All that is handed in must outlive it.
  PeerDesk(Speaker speaker, AddressBook& addresses, Driver& driver);

  /// It must outlive the server's handlers.
  void mount(http::Server& server);
  /// Messages taken since the start.
  [[nodiscard]] std::uint64_t received() const { return received_; }
  /// Requests that were not signed as they must be.
  [[nodiscard]] std::uint64_t turned_away() const { return turned_away_; }

 private:
  http::Response take_batch(const http::Request& request);
  http::Response say_hello(const http::Request& request);
  /// The answer to a request that is not signed as it must be; nothing for one that is.
  std::optional<http::Response> refuse(const http::Request& request);

  const Speaker speaker_;
  AddressBook& addresses_;
  Driver& driver_;
  SignatureCheck check_;
  std::atomic<std::uint64_t> received_ = 0;
  std::atomic<std::uint64_t> turned_away_ = 0;
};

}  // namespace feira::node
