#include "renderer/gpu/instance.hpp"

#include "renderer/gpu/check.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace dalian::gpu {
namespace {

constexpr char const* kLayer = "VK_LAYER_KHRONOS_validation";

VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                          VkDebugUtilsMessengerCallbackDataEXT const* data, void* user) {
  // The loader reports on drivers it skips under this id; the layers' own messages are what counts.
  if (data->pMessageIdName && std::strcmp(data->pMessageIdName, "Loader Message") == 0) return VK_FALSE;
  static_cast<ValidationLog*>(user)->add(data->pMessage ? data->pMessage : "(no text)");
  return VK_FALSE;
}

VkDebugUtilsMessengerCreateInfoEXT messenger_info(ValidationLog* log) {
  VkDebugUtilsMessengerCreateInfoEXT info{VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT};
  info.messageSeverity =
      VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
  info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_TYPE_GENERAL_BIT_EXT;
  info.pfnUserCallback = on_message;
  info.pUserData = log;
  return info;
}

void require_layer() {
  std::uint32_t n = 0;
  check(vkEnumerateInstanceLayerProperties(&n, nullptr), "vkEnumerateInstanceLayerProperties");
  std::vector<VkLayerProperties> layers(n);
  check(vkEnumerateInstanceLayerProperties(&n, layers.data()), "vkEnumerateInstanceLayerProperties");
  bool const found =
      std::any_of(layers.begin(), layers.end(), [](auto const& l) { return std::strcmp(l.layerName, kLayer) == 0; });
  if (!found)
    throw GpuError(fmt::format(
        "Vulkan layer {} is not installed; install vulkan-validationlayers or leave out --validate", kLayer));
}

} // namespace

void ValidationLog::add(std::string text) {
  ++count_;
  std::lock_guard const lock(mutex_);
  if (first_.size() < kKept) first_.push_back(std::move(text));
}

std::vector<std::string> ValidationLog::first_messages() const {
  std::lock_guard const lock(mutex_);
  return first_;
}

Instance::Instance(bool validate, std::vector<char const*> const& extensions) {
  if (volkInitialize() != VK_SUCCESS)
    throw GpuError("no Vulkan loader: libvulkan.so.1 was not found; install libvulkan1");
  if (volkGetInstanceVersion() < VK_API_VERSION_1_3)
    throw GpuError("the Vulkan loader is older than 1.3; install a newer libvulkan1");
  if (validate) require_layer();

  VkApplicationInfo app{VK_STRUCTURE_TYPE_APPLICATION_INFO};
  app.pApplicationName = "Dalian Twin";
  app.apiVersion = VK_API_VERSION_1_3;
  auto const messenger = messenger_info(&log_);
  VkValidationFeatureEnableEXT const sync = VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT;
  VkValidationFeaturesEXT features{VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT, &messenger, 1, &sync, 0, nullptr};
  auto names = extensions;
  if (validate) names.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
  VkInstanceCreateInfo info{VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO};
  info.pApplicationInfo = &app;
  info.enabledExtensionCount = static_cast<std::uint32_t>(names.size());
  info.ppEnabledExtensionNames = names.data();
  if (validate) {
    info.pNext = &features;
    info.enabledLayerCount = 1;
    info.ppEnabledLayerNames = &kLayer;
  }
  VkResult const result = vkCreateInstance(&info, nullptr, &instance_);
  if (result == VK_ERROR_INCOMPATIBLE_DRIVER)
    throw GpuError("no Vulkan driver was found; install mesa-vulkan-drivers (or the graphics card's own), and check "
                   "VK_ICD_FILENAMES");
  check(result, "vkCreateInstance");
  volkLoadInstanceOnly(instance_);
  if (validate) create_messenger();
}

void Instance::create_messenger() {
  auto const info = messenger_info(&log_);
  check(vkCreateDebugUtilsMessengerEXT(instance_, &info, nullptr, &messenger_), "vkCreateDebugUtilsMessengerEXT");
}

Instance::~Instance() {
  if (messenger_) vkDestroyDebugUtilsMessengerEXT(instance_, messenger_, nullptr);
  if (instance_) vkDestroyInstance(instance_, nullptr);
}

} // namespace dalian::gpu
