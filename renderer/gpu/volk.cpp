// The one translation unit that holds the Vulkan entry points loaded at run time.
#define VOLK_IMPLEMENTATION
#include <volk.h>
