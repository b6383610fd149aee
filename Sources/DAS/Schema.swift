public import CDAS
internal import DASCore

/// What the columns of a table hold.
final class SchemaHandle: Handle {
  static let role = "schema"
  var schema: Schema

  init(_ schema: Schema) { self.schema = schema }
}

/// Creates the schema of a table: numeric columns, no missing values. Free it with das_schema_free.
///
/// One thread at a time changes a schema; calls that take a table with it copy it.
/// - Parameters:
///   - columns: the number of columns, at least 1.
///   - schema: receives the schema.
@c(das_schema_create)
public func das_schema_create(
  _ context: das_context_ref?, _ columns: Int64,
  _ schema: UnsafeMutablePointer<das_schema_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(schema, "schema")
    guard (1..<Int64(Int32.max)).contains(columns) else {
      throw DASError(
        .outOfRange, "columns is \(columns); it takes an integer in 1 ... \(Int32.max - 1)")
    }
    SchemaHandle(try Schema(columns: Int(columns))).give(to: target)
  }
}

/// Makes a column categorical: its cells are the codes 0 ... count - 1.
/// - Parameters:
///   - kind: DAS_ORDINAL or DAS_NOMINAL.
///   - count: the number of categories, 1 ... DAS_MAX_CATEGORIES.
///   - names: of the categories, in UTF-8, all different; copied. NULL: they have none.
@c(das_schema_set_categorical)
public func das_schema_set_categorical(
  _ context: das_context_ref?, _ schema: das_schema_ref?, _ column: Int64, _ kind: Int32,
  _ count: Int32, _ names: UnsafePointer<UnsafePointer<CChar>?>?
) -> das_status {
  guarded(context) { _ in
    let handle = SchemaHandle.from(try required(schema, SchemaHandle.role))
    guard let known = Schema.Kind(rawValue: kind), known != .numeric else {
      throw DASError(
        .invalidArgument, "kind is \(kind); it takes DAS_ORDINAL (1) or DAS_NOMINAL (2)")
    }
    // Names are read only of a number of categories that there can be.
    let readable = (1...Schema.maxCategories).contains(Int(count)) ? Int(count) : 0
    let texts = try names.map { names in
      try (0..<readable).map { try requiredText(names[$0], "names[\($0)]") }
    }
    try handle.schema.setCategorical(Int(column), known, count: Int(count), names: texts)
  }
}

/// Sets whether cells of a column may be missing.
/// - Parameter allowed: 0 or 1.
@c(das_schema_set_missing)
public func das_schema_set_missing(
  _ context: das_context_ref?, _ schema: das_schema_ref?, _ column: Int64, _ allowed: Int32
) -> das_status {
  guarded(context) { _ in
    let handle = SchemaHandle.from(try required(schema, SchemaHandle.role))
    guard (0...1).contains(allowed) else {
      throw DASError(.outOfRange, "allowed is \(allowed); it takes 0 or 1")
    }
    try handle.schema.setMissing(Int(column), allowed: allowed == 1)
  }
}

/// Frees a schema; NULL is allowed. What was fitted to tables with it stays valid.
@c(das_schema_free)
public func das_schema_free(_ schema: das_schema_ref?) { SchemaHandle.release(schema) }

/// Gets what a column of a schema holds. Set `info->size` before the call.
@c(das_schema_column)
public func das_schema_column(
  _ context: das_context_ref?, _ schema: das_schema_const_ref?, _ column: Int64,
  _ info: UnsafeMutablePointer<das_column_info>?
) -> das_status {
  guarded(context) { _ in
    let handle = SchemaHandle.from(try required(schema, SchemaHandle.role))
    try Optional(handle.schema).export(column, columns: handle.schema.count, to: info)
  }
}

/// Writes the name of a category, UTF-8 and zero-terminated. DAS_ERROR_UNSUPPORTED where the
/// column's categories have no names.
/// - Parameters:
///   - buffer: receives the name; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, including the terminating zero.
@c(das_schema_category)
public func das_schema_category(
  _ context: das_context_ref?, _ schema: das_schema_const_ref?, _ column: Int64, _ code: Int32,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let handle = SchemaHandle.from(try required(schema, SchemaHandle.role))
    let name = try Optional(handle.schema).name(of: code, column, columns: handle.schema.count)
    try copy(name, to: buffer, capacity: capacity, size: size)
  }
}

/// Gets what a column of a detector's rows holds. Set `info->size` before the call.
@c(das_detector_column)
public func das_detector_column(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?, _ column: Int64,
  _ info: UnsafeMutablePointer<das_column_info>?
) -> das_status {
  DetectorHandle.column(context, detector, column, info)
}

/// Writes the name of a category of a detector's column; see das_schema_category.
@c(das_detector_category)
public func das_detector_category(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?, _ column: Int64,
  _ code: Int32, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64,
  _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  DetectorHandle.category(context, detector, column, code, buffer, capacity, size)
}

/// Gets what a column of a booster's rows holds. Set `info->size` before the call.
@c(das_booster_column)
public func das_booster_column(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?, _ column: Int64,
  _ info: UnsafeMutablePointer<das_column_info>?
) -> das_status {
  BoosterHandle.column(context, booster, column, info)
}

/// Writes the name of a category of a booster's column; see das_schema_category.
@c(das_booster_category)
public func das_booster_category(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?, _ column: Int64,
  _ code: Int32, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64,
  _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  BoosterHandle.category(context, booster, column, code, buffer, capacity, size)
}

/// Gets what a column of a model's rows holds. Set `info->size` before the call.
@c(das_model_column)
public func das_model_column(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ column: Int64,
  _ info: UnsafeMutablePointer<das_column_info>?
) -> das_status {
  ModelHandle.column(context, model, column, info)
}

/// Writes the name of a category of a model's column; see das_schema_category.
@c(das_model_category)
public func das_model_category(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ column: Int64, _ code: Int32,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  ModelHandle.category(context, model, column, code, buffer, capacity, size)
}
