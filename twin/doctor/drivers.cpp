#include "twin/doctor/drivers.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <span>
#define VK_NO_PROTOTYPES
#include <vulkan/vulkan.h>

namespace dalian::doctor {
namespace {

constexpr char const* kRemedy = "install the driver of this graphics card, or software rendering: apt install "
                                "libvulkan1 mesa-vulkan-drivers; unset "
                                "VK_ICD_FILENAMES and VK_DRIVER_FILES when they name no driver";

struct Close {
  void operator()(void* library) const { ::dlclose(library); }
};

Finding failed(std::string found) {
  return {"drivers", Verdict::failed, std::move(found), kRemedy};
}

template <class Function>
Function find(PFN_vkGetInstanceProcAddr get, VkInstance instance, char const* name) {
  return reinterpret_cast<Function>(get(instance, name));
}

/// "llvmpipe (LLVM 15.0.6, 256 bits), Vulkan 1.3", and whether one of them is enough.
std::vector<std::string> devices_of(PFN_vkGetInstanceProcAddr get, VkInstance instance, bool& enough) {
  auto const enumerate = find<PFN_vkEnumeratePhysicalDevices>(get, instance, "vkEnumeratePhysicalDevices");
  auto const describe = find<PFN_vkGetPhysicalDeviceProperties>(get, instance, "vkGetPhysicalDeviceProperties");
  std::uint32_t count = 0;
  if (!enumerate || !describe || enumerate(instance, &count, nullptr) != VK_SUCCESS) return {};
  std::vector<VkPhysicalDevice> devices(count);
  enumerate(instance, &count, devices.data());
  std::vector<std::string> names;
  for (VkPhysicalDevice const device : std::span(devices).first(count)) {
    VkPhysicalDeviceProperties properties{};
    describe(device, &properties);
    auto const version = properties.apiVersion;
    enough = enough || version >= VK_API_VERSION_1_3;
    names.push_back(fmt::format("{}, Vulkan {}.{}", properties.deviceName, VK_API_VERSION_MAJOR(version),
                                VK_API_VERSION_MINOR(version)));
  }
  return names;
}

} // namespace

Finding look_at_drivers() {
  std::unique_ptr<void, Close> const library(::dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL));
  if (!library) return failed("there is no Vulkan loader (libvulkan.so.1)");
  auto const get = reinterpret_cast<PFN_vkGetInstanceProcAddr>(::dlsym(library.get(), "vkGetInstanceProcAddr"));
  auto const create = get ? find<PFN_vkCreateInstance>(get, nullptr, "vkCreateInstance") : nullptr;
  if (!create) return failed("the Vulkan loader is too old");
  VkApplicationInfo application{};
  application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
  application.apiVersion = VK_API_VERSION_1_3;
  VkInstanceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  info.pApplicationInfo = &application;
  VkInstance instance = VK_NULL_HANDLE;
  if (VkResult const made = create(&info, nullptr, &instance); made != VK_SUCCESS)
    return failed(fmt::format("no Vulkan driver answers (VkResult {})", static_cast<int>(made)));
  bool enough = false;
  auto const names = devices_of(get, instance, enough);
  if (auto const destroy = find<PFN_vkDestroyInstance>(get, instance, "vkDestroyInstance")) destroy(instance, nullptr);
  if (names.empty()) return failed("the Vulkan driver knows no device");
  if (!enough) return failed(fmt::format("no device speaks Vulkan 1.3: {}", fmt::join(names, "; ")));
  return {"drivers", Verdict::good, fmt::format("{}", fmt::join(names, "; "))};
}

} // namespace dalian::doctor
