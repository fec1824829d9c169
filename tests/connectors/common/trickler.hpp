#pragma once
// A server that means it ill: it takes one client, sends a beginning and then the same piece again and again, every 20
// ms, as long as the client listens.
#include "tests/connectors/common/loopback_server.hpp"

#include <atomic>
#include <fmt/format.h>
#include <string>
#include <thread>

namespace dalian::connectors::test {

class Trickler {
 public:
  /// An empty piece: it is silent after the head.
  Trickler(std::string head, std::string piece)
      : thread_([this, head = std::move(head), piece = std::move(piece)] {
          while (!stop_ && !server_.accept(20)) {
          }
          if (!server_.send(head)) return;
          while (!stop_ && (piece.empty() || server_.send(piece)))
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }) {}
  ~Trickler() {
    stop_ = true;
    thread_.join();
  }
  Trickler(Trickler const&) = delete;
  Trickler& operator=(Trickler const&) = delete;
  std::uint16_t port() const { return server_.port(); }
  std::string url() const { return fmt::format("http://127.0.0.1:{}/", port()); }

 private:
  LoopbackServer server_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

} // namespace dalian::connectors::test
