#pragma once
// Loader, instance, validation layers and the counter of what they say. One per process.
#include <atomic>
#include <mutex>
#include <string>
#include <vector>
#include <volk.h>

namespace dalian::gpu {

/// Counts every warning and error of the validation layers; keeps the first texts. Thread-safe.
class ValidationLog {
 public:
  void add(std::string text);
  unsigned count() const { return count_.load(); }
  std::vector<std::string> first_messages() const;

 private:
  static constexpr std::size_t kKept = 20;
  std::atomic<unsigned> count_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> first_;
};

class Instance {
 public:
  /// `extensions`: what a window system asks for; none when headless. `validate` turns on core and synchronization
  /// validation. Throws GpuError when there is no loader, no driver or no layer.
  Instance(bool validate, std::vector<char const*> const& extensions);
  ~Instance();
  Instance(Instance const&) = delete;
  Instance& operator=(Instance const&) = delete;

  VkInstance handle() const { return instance_; }
  ValidationLog const& log() const { return log_; }

 private:
  void create_messenger();

  VkInstance instance_ = VK_NULL_HANDLE;
  VkDebugUtilsMessengerEXT messenger_ = VK_NULL_HANDLE;
  ValidationLog log_;
};

} // namespace dalian::gpu
