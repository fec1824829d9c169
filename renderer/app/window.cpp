#include "renderer/app/window.hpp"

#include "renderer/app/app.hpp"

#include <cstdlib>
#include <stdexcept>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace dalian::viewer {

bool display_available() {
  auto const set = [](char const* name) {
    char const* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (!set("DISPLAY") && !set("WAYLAND_DISPLAY")) return false;
  bool const available = glfwInit() == GLFW_TRUE;
  if (available) glfwTerminate();
  return available;
}

Window::Window(int width, int height, std::string const& title) {
  if (glfwInit() != GLFW_TRUE)
    throw std::runtime_error("no display: use `twinview --headless --shot FILE`, or start it in a graphical session");
  if (glfwVulkanSupported() != GLFW_TRUE) {
    glfwTerminate();
    throw std::runtime_error("no Vulkan loader or driver for this display: install mesa-vulkan-drivers");
  }
  glfwWindowHint(GLFW_CLIENT_API, GLFW_NO_API);
  window_ = glfwCreateWindow(width, height, title.c_str(), nullptr, nullptr);
  if (window_ == nullptr) {
    glfwTerminate();
    throw std::runtime_error("the window could not be opened: use `twinview --headless --shot FILE`");
  }
  glfwSetWindowSizeLimits(window_, 320, 180, GLFW_DONT_CARE, GLFW_DONT_CARE);
}

Window::~Window() {
  glfwDestroyWindow(window_);
  glfwTerminate();
}

std::vector<char const*> Window::instance_extensions() const {
  std::uint32_t count = 0;
  char const** names = glfwGetRequiredInstanceExtensions(&count);
  return {names, names + count};
}

VkSurfaceKHR Window::make_surface(VkInstance instance) const {
  VkSurfaceKHR surface = VK_NULL_HANDLE;
  if (glfwCreateWindowSurface(instance, window_, nullptr, &surface) != VK_SUCCESS)
    throw std::runtime_error("the window has no Vulkan surface: the driver cannot show pictures on this display");
  return surface;
}

void Window::place(int x, int y) {
  glfwSetWindowAttrib(window_, GLFW_DECORATED, GLFW_FALSE);
  glfwSetWindowPos(window_, x, y);
}

void Window::hide_pointer(bool hidden) {
  glfwSetInputMode(window_, GLFW_CURSOR, hidden ? GLFW_CURSOR_HIDDEN : GLFW_CURSOR_NORMAL);
}

bool Window::should_close() const {
  return glfwWindowShouldClose(window_) == GLFW_TRUE;
}

void Window::stay_open() {
  glfwSetWindowShouldClose(window_, GLFW_FALSE);
}

VkExtent2D Window::pixels() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
}

void Window::poll(double seconds) {
  if (seconds > 0)
    glfwWaitEventsTimeout(seconds);
  else
    glfwPollEvents();
}

} // namespace dalian::viewer
