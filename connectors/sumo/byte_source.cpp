#include "connectors/sumo/byte_source.hpp"

#include "connectors/common/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <zlib.h>

namespace dalian::sumo {
namespace {

using connectors::Descriptor;
using Buffer = std::array<char, 64 * 1024>;

class FileBytes final : public ByteSource {
 public:
  FileBytes(gzFile file, std::string name) : file_(file), name_(std::move(name)) { gzbuffer(file_, 128 * 1024); }
  ~FileBytes() override { gzclose(file_); }

  Next next(std::string_view& bytes, std::chrono::milliseconds) override {
    if (at_end_) return Next::ended;
    int const n = gzread(file_, buffer_.data(), static_cast<unsigned>(buffer_.size()));
    if (n > 0) return bytes = {buffer_.data(), static_cast<std::size_t>(n)}, Next::bytes;
    int error = Z_OK;
    char const* const why = gzerror(file_, &error);
    if (error != Z_OK) trouble_ = why;
    at_end_ = true;
    return Next::document_end;
  }
  void skip_document() override { at_end_ = true; }
  std::string describe() const override { return trouble_.empty() ? name_ : fmt::format("{} ({})", name_, trouble_); }

 private:
  gzFile file_;
  std::string name_, trouble_;
  bool at_end_ = false;
  Buffer buffer_{};
};

class ListeningBytes final : public ByteSource {
 public:
  ListeningBytes(Descriptor socket, std::string name) : listener_(std::move(socket)), name_(std::move(name)) {}

  Next next(std::string_view& bytes, std::chrono::milliseconds wait) override {
    bool const connected = static_cast<bool>(peer_);
    pollfd waiting{connected ? peer_.get() : listener_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return Next::idle; // a signal, too
    if (!connected) {
      peer_ = Descriptor(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      connections_ += peer_ ? 1 : 0;
      return Next::idle;
    }
    auto const n = ::recv(peer_.get(), buffer_.data(), buffer_.size(), 0);
    if (n > 0) return bytes = {buffer_.data(), static_cast<std::size_t>(n)}, Next::bytes;
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return Next::idle;
    peer_.reset();
    return Next::document_end;
  }
  void skip_document() override { peer_.reset(); }
  void tell(Counters& details) const override { details.add("connections", connections_); }
  std::string describe() const override { return name_ + (peer_ ? "" : " (nobody is connected)"); }

 private:
  Descriptor listener_, peer_;
  std::string name_;
  std::uint64_t connections_ = 0;
  Buffer buffer_{};
};

std::uint16_t port_of(Descriptor const& socket) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own), &size);
  return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(own).sin6_port
                                         : reinterpret_cast<sockaddr_in&>(own).sin_port);
}

} // namespace

Result<std::unique_ptr<ByteSource>> open_bytes(std::filesystem::path const& file) {
  auto const fail = [&](char const* why) { return Error{fmt::format("{}: {}", file.string(), why)}; };
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return fail("is a folder, not FCD output");
  errno = 0;
  gzFile const opened = gzopen(file.c_str(), "rb");
  if (opened == nullptr) return fail(errno != 0 ? std::strerror(errno) : "cannot be read");
  return std::unique_ptr<ByteSource>(std::make_unique<FileBytes>(opened, file.string()));
}

Result<std::unique_ptr<ByteSource>> listen_bytes(connectors::Address const& address) {
  auto const addresses = connectors::resolve(address, SOCK_STREAM, true);
  if (!addresses) return Error{addresses.error()};
  std::string reason = "no address";
  for (auto const& own : *addresses) {
    Descriptor socket(::socket(own.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    int const on = 1;
    if (socket) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (socket && ::bind(socket.get(), own.get(), own.size) == 0 && ::listen(socket.get(), 1) == 0) {
      auto name = fmt::format("tcp://{}:{}", address.host, port_of(socket));
      return std::unique_ptr<ByteSource>(std::make_unique<ListeningBytes>(std::move(socket), std::move(name)));
    }
    reason = std::strerror(errno);
  }
  return Error{fmt::format("tcp://{}: cannot listen: {}", address.text(), reason)};
}

} // namespace dalian::sumo
