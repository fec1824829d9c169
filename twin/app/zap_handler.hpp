#pragma once
// Answers ZeroMQ's question whether a connection may stand (ZAP, RFC 27), on a thread of its own, from the allow-list;
// and reads that list again when its file has changed. One per context.
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/security/authority.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <zmq.hpp>

namespace dalian::app {

// ZAP domains: what a connection is for.
inline constexpr std::string_view kIngestDomain = "ingest";
inline constexpr std::string_view kViewDomain = "view";

struct ZapAnswer {
  std::vector<std::string> frames; // empty: the question was none
  std::string_view reject;         // why the connection is refused; empty = it stands
};
/// The answer to one request of RFC 27, given without its routing frames. The User-Id of a connection that stands is
/// its public key in Z85: whoever reads it later asks the authority anew, so that a revoked key loses its rights.
/// Never answers 300 (try again later): libzmq then leaves the client hanging (its issue 2329).
ZapAnswer judge(std::vector<std::string> const& request, security::Authority const& authority);

class ZapHandler {
 public:
  static constexpr auto kLookEvery = std::chrono::milliseconds(200); // at the file of the allow-list

  /// `withdrawn` is called on the handler's thread when a key has lost rights.
  static Result<std::unique_ptr<ZapHandler>> start(zmq::context_t& context, security::Authority& authority,
                                                   std::function<void()> withdrawn);
  ~ZapHandler();
  ZapHandler(ZapHandler const&) = delete;
  ZapHandler& operator=(ZapHandler const&) = delete;

  /// Connections refused, by reason. Any thread.
  Counters refused() const;
  /// Looks at the allow-list at once. Any thread.
  void reload_soon();

 private:
  ZapHandler(zmq::context_t& context, security::Authority& authority, std::function<void()> withdrawn);
  void run();
  void serve();
  void look_at_list();

  security::Authority& authority_;
  std::function<void()> withdrawn_;
  zmq::socket_t socket_;
  int wake_fd_;
  std::atomic<bool> stop_{false};
  std::uint64_t withdrawals_ = 0; // thread only
  mutable std::mutex mutex_;
  Counters refused_;
  std::thread thread_;
};

} // namespace dalian::app
