#include "connectors/ngsi/endpoint.hpp"

#include <condition_variable>
#include <deque>
#include <fmt/format.h>
#include <mutex>

namespace dalian::ngsi {
namespace {

/// Bodies between the server's thread and the connector's.
struct Waiting {
  static constexpr std::size_t kMost = 64;
  std::mutex mutex;
  std::condition_variable came;
  std::deque<std::string> bodies;

  bool push(std::string body) {
    std::lock_guard const lock(mutex);
    if (bodies.size() >= kMost) return false;
    bodies.push_back(std::move(body));
    came.notify_one();
    return true;
  }
  bool pop(std::string& body, std::chrono::milliseconds wait) {
    std::unique_lock lock(mutex);
    if (!came.wait_for(lock, wait, [this] { return !bodies.empty(); })) return false;
    body = std::move(bodies.front());
    bodies.pop_front();
    return true;
  }
};

http::Response take(Waiting& waiting, http::Request const& request) {
  auto const refuse = [](int status, char const* why) {
    return http::Response{
        status, "application/problem+json", fmt::format(R"({{"title":"{}","status":{}}})", why, status), {}};
  };
  if (request.path != "/notify") return refuse(404, "notifications are posted to /notify");
  if (request.method != "POST") return refuse(405, "POST only");
  // The broker tries again, or sends the next state, which is newer anyway.
  if (!waiting.push(request.body)) return refuse(503, "too many notifications wait");
  return {204, "", "", {}};
}

class Endpoint final : public connectors::DocumentSource {
 public:
  Status open(http::ServerConfig const& config) {
    auto server = http::Server::open(config, [this](http::Request const& r) { return take(waiting_, r); });
    if (!server) return Error{server.error()};
    server_ = std::move(*server);
    return {};
  }

  Next next(std::chrono::milliseconds wait) override {
    if (waiting_.pop(text_, wait)) return Next::document;
    auto const counts = server_->counts(); // what never became a document
    for (auto const& [name, n] : counts)
      if (name != "answered" && n > told_.get(name)) {
        told_.add(name);
        outcome_ = reject_ = name;
        return Next::outcome;
      }
    return Next::idle;
  }
  std::string describe() const override { return server_->url() + "/notify"; }

 private:
  Waiting waiting_;
  std::string reject_;
  Counters told_;
  std::unique_ptr<http::Server> server_; // last: its thread uses the rest
};

} // namespace

Result<std::unique_ptr<connectors::DocumentSource>> open_endpoint(http::ServerConfig const& config) {
  auto endpoint = std::make_unique<Endpoint>();
  if (auto const opened = endpoint->open(config); !opened) return Error{opened.error()};
  return std::unique_ptr<connectors::DocumentSource>(std::move(endpoint));
}

} // namespace dalian::ngsi
