#include "connectors/common/tcp_link.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <thread>

#include <fmt/format.h>

namespace dalian::connectors {

using namespace std::chrono;

TcpLink::TcpLink(Address address, Options options)
    : address_(std::move(address)), options_(std::move(options)), backoff_(options_.backoff),
      due_(steady_clock::now()) {}

milliseconds TcpLink::until(SteadyTime when, milliseconds at_most) const {
  auto const left = ceil<milliseconds>(when - steady_clock::now());
  return std::clamp(left, milliseconds::zero(), at_most);
}

std::size_t TcpLink::step(std::span<char> space, milliseconds wait) {
  if (state_ == State::waiting) {
    auto const pause = until(due_, wait);
    if (pause > milliseconds::zero()) std::this_thread::sleep_for(pause);
    if (steady_clock::now() >= due_) connect();
    return 0;
  }
  bool const connecting = state_ == State::connecting;
  short const events = static_cast<short>((connecting ? 0 : POLLIN) | (connecting || !unsent_.empty() ? POLLOUT : 0));
  pollfd waiting{socket_.get(), events, 0};
  int const ready = ::poll(&waiting, 1, static_cast<int>(until(due_, wait).count()));
  if (ready > 0) {
    if (connecting) return check_connecting(), 0;
    if ((waiting.revents & POLLOUT) != 0) send_some();
    return (waiting.revents & ~POLLOUT) != 0 && connected() ? read_some(space) : 0;
  }
  if (steady_clock::now() >= due_) lose(connecting ? "no answer to the connection" : "silent for too long");
  return 0;
}

void TcpLink::connect() {
  auto const addresses = resolve(address_, SOCK_STREAM, false);
  if (!addresses) return lose(addresses.error());
  if (addresses->empty()) return lose("no address");
  // One address an attempt, in turn, so that a name with a dead first address still gets through.
  SocketAddress const& target = (*addresses)[failures_ % addresses->size()];
  socket_ = Descriptor(::socket(target.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_) return lose(std::strerror(errno));
  state_ = State::connecting;
  due_ = steady_clock::now() + options_.connect_limit;
  if (::connect(socket_.get(), target.get(), target.size) == 0) return become_connected();
  if (errno != EINPROGRESS) lose(std::strerror(errno));
}

void TcpLink::check_connecting() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  error != 0 ? lose(std::strerror(error)) : become_connected();
}

void TcpLink::become_connected() {
  state_ = State::connected;
  ++connections_;
  trouble_.clear();
  unsent_.clear();
  excuse_silence();
  int const on = 1;
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (options_.note) options_.note(fmt::format("connected to {}", address_.text()));
}

void TcpLink::excuse_silence() {
  if (connected()) due_ = steady_clock::now() + options_.silence_limit;
}

void TcpLink::send(std::string_view bytes) {
  if (!connected()) return;
  unsent_ += bytes;
  send_some();
}

void TcpLink::send_some() {
  auto const sent = ::send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (sent >= 0) return (void)unsent_.erase(0, static_cast<std::size_t>(sent));
  if (errno != EINTR && errno != EAGAIN) lose(std::strerror(errno));
}

std::size_t TcpLink::read_some(std::span<char> space) {
  auto const bytes = ::recv(socket_.get(), space.data(), space.size(), 0);
  if (bytes > 0) {
    excuse_silence();
    backoff_.reset(); // a server that accepts and closes at once is still met with growing waits
    return static_cast<std::size_t>(bytes);
  }
  if (bytes < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  lose(bytes == 0 ? "the server closed the connection" : std::strerror(errno));
  return 0;
}

void TcpLink::lose(std::string reason) {
  socket_.reset();
  ++failures_;
  state_ = State::waiting;
  auto const pause = backoff_.next();
  due_ = steady_clock::now() + pause;
  trouble_ = std::move(reason);
  if (options_.note)
    options_.note(
        fmt::format("{}: {}; next attempt in {:.1f} s", address_.text(), trouble_, duration<double>(pause).count()));
}

std::string TcpLink::describe() const {
  return trouble_.empty() ? fmt::format("tcp://{}", address_.text())
                          : fmt::format("tcp://{} ({})", address_.text(), trouble_);
}

} // namespace dalian::connectors
