#include "twin/app/wall_link.hpp"

#include <cassert>
#include <fmt/format.h>
#include <zmq.hpp>

namespace dalian::app {
namespace {

std::string told(std::string const& endpoint, zmq::error_t const& error) {
  return fmt::format("the wall's address {}: {}", endpoint, error.what());
}

} // namespace

struct WallSender::Socket {
  zmq::context_t context{1};
  zmq::socket_t socket{context, zmq::socket_type::pub};
};

WallSender::WallSender(std::unique_ptr<Socket> socket) : socket_(std::move(socket)) {}
WallSender::~WallSender() = default;

Result<std::unique_ptr<WallSender>> WallSender::open(std::string const& endpoint) {
  auto socket = std::make_unique<Socket>();
  socket->socket.set(zmq::sockopt::linger, 0);
  socket->socket.set(zmq::sockopt::sndhwm, 4); // a screen that is slow loses what is old
  try {
    socket->socket.bind(endpoint);
  } catch (zmq::error_t const& error) {
    return Error{told(endpoint, error)};
  }
  return std::unique_ptr<WallSender>(new WallSender(std::move(socket)));
}

void WallSender::send(std::string_view text) {
  assert(text.size() <= kMostWallBytes);
  (void)socket_->socket.send(zmq::buffer(text), zmq::send_flags::dontwait);
}

struct WallReceiver::Socket {
  zmq::context_t context{1};
  zmq::socket_t socket{context, zmq::socket_type::sub};
};

WallReceiver::WallReceiver(std::unique_ptr<Socket> socket) : socket_(std::move(socket)) {}
WallReceiver::~WallReceiver() = default;

Result<std::unique_ptr<WallReceiver>> WallReceiver::open(std::string const& endpoint) {
  auto socket = std::make_unique<Socket>();
  auto& s = socket->socket;
  s.set(zmq::sockopt::linger, 0);
  s.set(zmq::sockopt::conflate, true); // the newest alone is kept
  s.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(kMostWallBytes));
  s.set(zmq::sockopt::reconnect_ivl, 100);
  s.set(zmq::sockopt::reconnect_ivl_max, 1000);
  s.set(zmq::sockopt::subscribe, "");
  try {
    s.connect(endpoint);
  } catch (zmq::error_t const& error) {
    return Error{told(endpoint, error)};
  }
  return std::unique_ptr<WallReceiver>(new WallReceiver(std::move(socket)));
}

std::optional<std::string> WallReceiver::newest() {
  zmq::message_t message;
  if (!socket_->socket.recv(message, zmq::recv_flags::dontwait)) return std::nullopt;
  return message.to_string();
}

} // namespace dalian::app
