#pragma once
// A GLFW window with a Vulkan surface. The only file that knows GLFW beside input; headless pictures never come here.
#include <memory>
#include <string>
#include <vector>
#include <volk.h>

struct GLFWwindow;

namespace dalian::viewer {

/// Throws std::runtime_error with one clear line when there is no display.
class Window {
 public:
  Window(int width, int height, std::string const& title);
  ~Window();
  Window(Window const&) = delete;
  Window& operator=(Window const&) = delete;

  GLFWwindow* handle() const { return window_; }
  /// What the Vulkan instance must offer; valid while the window lives.
  std::vector<char const*> instance_extensions() const;
  VkSurfaceKHR make_surface(VkInstance instance) const;

  /// There on the desktop, without a frame.
  void place(int x, int y);
  /// While it is over the window.
  void hide_pointer(bool hidden);
  bool should_close() const;
  /// Whoever asked it to close is heard again.
  void stay_open();
  /// In pixels; 0 × 0 while minimised.
  VkExtent2D pixels() const;
  /// Handles what has come; waits for it at most `seconds` (0: not at all).
  void poll(double seconds);

 private:
  GLFWwindow* window_ = nullptr;
};

} // namespace dalian::viewer
