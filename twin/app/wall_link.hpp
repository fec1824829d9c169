#pragma once
// One leader tells many screens what is shown: a short text, the newest of which is all that counts. Whoever comes late
// or back hears the next; nobody waits for anybody. Knows not what the text means. Not for sharing between threads.
#include "twin/base/result.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::app {

inline constexpr std::size_t kMostWallBytes = 64 * 1024;

/// The side that shows. Not encrypted and open to whoever reaches the address, which hears where the camera stands.
class WallSender {
 public:
  /// The error says why nobody can listen at the address, such as another leader there.
  static Result<std::unique_ptr<WallSender>> open(std::string const& endpoint);
  ~WallSender();
  /// At most kMostWallBytes.
  void send(std::string_view text);

 private:
  struct Socket;
  explicit WallSender(std::unique_ptr<Socket> socket);
  std::unique_ptr<Socket> socket_;
};

/// The side that follows. There need be no leader yet, nor any more.
class WallReceiver {
 public:
  static Result<std::unique_ptr<WallReceiver>> open(std::string const& endpoint);
  ~WallReceiver();
  /// The newest text since the last call.
  std::optional<std::string> newest();

 private:
  struct Socket;
  explicit WallReceiver(std::unique_ptr<Socket> socket);
  std::unique_ptr<Socket> socket_;
};

} // namespace dalian::app
