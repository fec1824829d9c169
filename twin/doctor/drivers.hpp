#pragma once
// Is there a Vulkan 1.3 driver? Asks the loader by dlopen, so that a machine without Vulkan can be told so.
#include "twin/doctor/finding.hpp"

namespace dalian::doctor {

/// Names every device. Heeds VK_DRIVER_FILES and VK_ICD_FILENAMES, as the loader does.
Finding look_at_drivers();

} // namespace dalian::doctor
