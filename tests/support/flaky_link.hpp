#pragma once
// A link on loopback, TCP on its near side, that passes bytes on, both ways, one connection at a time, and is cut:
// after a random number of bytes, in the middle of what they mean, or when it is told to.
#include <atomic>
#include <cstdint>
#include <random>
#include <string>
#include <thread>

namespace dalian::test {

class FlakyLink {
 public:
  static constexpr std::int64_t kNever = std::int64_t{1} << 60;

  /// To "tcp://127.0.0.1:PORT" or "ipc://PATH"; each connection is cut after `least` to eleven times as many bytes.
  FlakyLink(std::string to, unsigned seed, std::int64_t least);
  ~FlakyLink();
  FlakyLink(FlakyLink const&) = delete;
  FlakyLink& operator=(FlakyLink const&) = delete;

  std::string endpoint() const;
  /// Now, and nobody comes through for as long as `away`.
  void cut(bool away) { away_ = away, cut_ = true; }
  void let_through() { away_ = false; }
  unsigned cuts() const { return cuts_; }

 private:
  void run();
  void pass(int a, int b);

  std::string to_;
  std::mt19937 random_;
  std::int64_t least_;
  int listener_;
  std::atomic<bool> stop_{false}, cut_{false}, away_{false};
  std::atomic<unsigned> cuts_{0};
  std::thread thread_;
};

} // namespace dalian::test
