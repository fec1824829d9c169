// Linked into everything that runs under the address sanitizer: what was loaded stays loaded, so that a leak found at
// the end of the process still has the name of its module (the Vulkan loader unloads drivers before that).
extern "C" int dlclose(void* /*handle*/) noexcept {
  return 0;
}
