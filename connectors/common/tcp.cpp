#include "connectors/common/tcp.hpp"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <thread>

#include <fmt/format.h>

namespace dalian::connectors {

using namespace std::chrono;

TcpSource::TcpSource(Address address, Options options)
    : address_(std::move(address)), options_(std::move(options)), backoff_(options_.backoff),
      due_(steady_clock::now()) {}

LineSource::Next TcpSource::next(Line& line, milliseconds wait) {
  auto const deadline = steady_clock::now() + wait;
  for (bool first = true;; first = false) {
    auto const found = flushing_ ? buffer_.rest() : buffer_.next();
    if (found) {
      static_cast<RawLine&>(line) = *found;
      line.origin = connections_; // parts never join across a lost connection
      return Next::line;
    }
    flushing_ = false;
    auto const left = duration_cast<milliseconds>(deadline - steady_clock::now());
    if (!first && left <= milliseconds::zero()) return Next::idle;
    step(std::max(left, milliseconds::zero()));
  }
}

milliseconds TcpSource::until(SteadyTime when, milliseconds at_most) const {
  auto const left = ceil<milliseconds>(when - steady_clock::now());
  return std::clamp(left, milliseconds::zero(), at_most);
}

/// Does one thing: waits, connects or reads, at most for `wait`.
void TcpSource::step(milliseconds wait) {
  if (state_ == State::waiting) {
    auto const pause = until(due_, wait);
    if (pause > milliseconds::zero()) std::this_thread::sleep_for(pause);
    if (steady_clock::now() >= due_) connect();
    return;
  }
  bool const connecting = state_ == State::connecting;
  pollfd waiting{socket_.get(), static_cast<short>(connecting ? POLLOUT : POLLIN), 0};
  int const ready = ::poll(&waiting, 1, static_cast<int>(until(due_, wait).count()));
  if (ready > 0) return connecting ? check_connecting() : read_some();
  if (steady_clock::now() >= due_) lose(connecting ? "no answer to the connection" : "silent for too long");
}

void TcpSource::connect() {
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

void TcpSource::check_connecting() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  error != 0 ? lose(std::strerror(error)) : become_connected();
}

void TcpSource::become_connected() {
  state_ = State::connected;
  ++connections_;
  trouble_.clear();
  buffer_.clear();
  due_ = steady_clock::now() + options_.silence_limit;
  int const on = 1;
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  if (options_.note) options_.note(fmt::format("connected to {}", address_.text()));
}

void TcpSource::read_some() {
  auto const space = buffer_.space();
  auto const bytes = ::recv(socket_.get(), space.data(), space.size(), 0);
  if (bytes > 0) {
    buffer_.commit(static_cast<std::size_t>(bytes));
    due_ = steady_clock::now() + options_.silence_limit;
    backoff_.reset(); // a server that accepts and closes at once is still met with growing waits
    return;
  }
  if (bytes < 0 && (errno == EINTR || errno == EAGAIN)) return;
  flushing_ = true;
  lose(bytes == 0 ? "the server closed the connection" : std::strerror(errno));
}

void TcpSource::lose(std::string reason) {
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

std::map<std::string, std::uint64_t> TcpSource::details() const {
  return {{"tcp_connections", connections_}, {"tcp_failures", failures_}};
}

std::string TcpSource::describe() const {
  return trouble_.empty() ? fmt::format("tcp://{}", address_.text())
                          : fmt::format("tcp://{} ({})", address_.text(), trouble_);
}

} // namespace dalian::connectors
