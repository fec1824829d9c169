#include "twin/app/endpoint.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace dalian::app {
namespace {

constexpr std::string_view kTcp = "tcp://";
constexpr std::string_view kIpc = "ipc://";
constexpr std::string_view kInproc = "inproc://";

bool is_loopback(std::string_view host_and_port) {
  auto const colon = host_and_port.rfind(':');
  auto const host = host_and_port.substr(0, colon);
  return host == "localhost" || host == "[::1]" || host.substr(0, 4) == "127.";
}

/// True when a program answers behind the file.
bool is_listening(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  int const fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  bool const answers = ::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
  ::close(fd);
  return answers;
}

Status check_ipc(std::string const& path, std::string const& option) {
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path))
    return Error{
        fmt::format("{} ipc://{}: a path of 1 to {} bytes is needed", option, path, sizeof(sockaddr_un::sun_path) - 1)};
  if (is_listening(path))
    return Error{fmt::format("{} ipc://{} is in use: another twin listens there; stop it or give another {}", option,
                             path, option)};
  return {};
}

Status check_address(std::string const& endpoint, std::string const& option) {
  std::string_view const view = endpoint;
  if (view.substr(0, kInproc.size()) == kInproc) return {};
  if (view.substr(0, kIpc.size()) == kIpc) return check_ipc(endpoint.substr(kIpc.size()), option);
  if (view.substr(0, kTcp.size()) != kTcp)
    return Error{fmt::format("{} '{}': write tcp://127.0.0.1:PORT or ipc:///path", option, endpoint)};
  if (is_loopback(view.substr(kTcp.size()))) return {};
  return Error{fmt::format("{} {}: refused, others could reach it and this version has no keys to tell who they are; "
                           "use tcp://127.0.0.1:PORT or ipc:///path",
                           option, endpoint)};
}

} // namespace

Result<std::string> bind_local(zmq::socket_t& socket, std::string const& endpoint, std::string const& option) {
  if (auto const checked = check_address(endpoint, option); !checked) return Error{checked.error()};
  try {
    socket.bind(endpoint);
  } catch (zmq::error_t const& e) {
    if (e.num() == EADDRINUSE)
      return Error{fmt::format("{} {} is in use: another twin listens there; stop it or give another {}", option,
                               endpoint, option)};
    return Error{fmt::format("{} {}: {}", option, endpoint, e.what())};
  }
  auto bound = socket.get(zmq::sockopt::last_endpoint);
  if (endpoint.substr(0, kIpc.size()) == kIpc) ::chmod(endpoint.c_str() + kIpc.size(), S_IRUSR | S_IWUSR);
  if (endpoint.substr(0, kInproc.size()) == kInproc) return endpoint;
  return bound;
}

} // namespace dalian::app
