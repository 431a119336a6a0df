#pragma once

#include <array>

#include "wasm/model/entity.hpp"

/// The columns that most tables have, and their default order.
namespace budgeting::model {

inline constexpr Column id{"id", "id", "ID", Type::reference};
inline constexpr Column created_at{"created_at", "createdAt", "Creation time", Type::timestamp};
inline constexpr Column updated_at{"updated_at", "updatedAt", "Time of the last change", Type::timestamp};
inline constexpr Column name{.name = "name",
                             .json = "name",
                             .label = "Name",
                             .type = Type::name,
                             .on_create = Given::required,
                             .on_patch = true};
inline constexpr Column order_index{.name = "order_index",
                                    .json = "orderIndex",
                                    .label = "Order index",
                                    .type = Type::order_index,
                                    .on_create = Given::optional,
                                    .on_patch = true,
                                    .absent = "0"};
inline constexpr std::array by_order_index{Order{"order_index"}, Order{"id"}};

}  // namespace budgeting::model
