internal import CDAS
internal import DASCore

/// A handle to a detector, booster or model: what these three have in common.
///
/// The entry points of each kind differ in their names and types only; their bodies are these.
protocol FittedHandle: Handle {
  /// What das.h calls the argument.
  static var role: String { get }
  var details: Details { get }
  /// The columns of the rows that it takes; 0 where a wrapped one does not say.
  var columns: Int { get throws }
  /// What they hold; nil for numeric columns without missing cells.
  var schema: Schema? { get throws }
  /// What tables it takes.
  var tableForm: TableForm { get throws }

  /// The same object with other details; throws where these are not for it to have.
  func described(by details: Details) throws -> Self
  func image() throws -> Buffer<UInt8>
  init(image: UnsafeRawBufferPointer) throws
}

extension FittedHandle {
  /// The object behind an argument, or an error that names it.
  static func checked(_ reference: OpaquePointer?) throws -> Self {
    from(try required(reference, role))
  }
}

extension FittedHandle {
  /// Imports a table of rows that are like those of the fit.
  func importing(
    _ foreign: UnsafePointer<das_matrix>?, _ name: String = "X",
    for purpose: MatrixView.Purpose = .score, on execution: Execution
  ) throws -> MatrixView {
    try MatrixView.importing(
      foreign, name, as: tableForm, for: purpose, on: execution
    ) { $0 == details.featureNames?.count ? details.featureNames : nil }
  }
}

extension Estimator {
  /// What is fitted, or an error that names what is not.
  func fitted(_ role: String) throws -> Fitted {
    guard case .fitted(let fitted) = self else {
      throw DASError(.unsupported, "the \(role) is not fitted yet; das_enhance fits it")
    }
    return fitted
  }
}

// MARK: - Bodies of entry points

extension FittedHandle {
  static func write(
    _ context: das_context_ref?, _ reference: OpaquePointer?,
    _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
  ) -> das_status {
    guarded(context) { _ in
      try copy(checked(reference).image(), to: buffer, capacity: capacity, count: size)
    }
  }

  static func read(
    _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
    _ reference: UnsafeMutablePointer<OpaquePointer?>?
  ) -> das_status {
    guarded(context) { _ in
      let target = try required(reference, role)
      try Self(image: requiredBytes(bytes, "bytes", size: size)).give(to: target)
    }
  }

  static func describe(
    _ context: das_context_ref?, _ reference: OpaquePointer?,
    _ details: UnsafePointer<das_details>?,
    _ described: UnsafeMutablePointer<OpaquePointer?>?
  ) -> das_status {
    guarded(context) { _ in
      let target = try required(described, "described")
      let handle = try checked(reference)
      let details = try Details(
        importing: details, columns: handle.columns, provenance: handle.details.provenance)
      try handle.described(by: details).give(to: target)
    }
  }

  static func details(
    _ context: das_context_ref?, _ reference: OpaquePointer?,
    _ details: UnsafeMutablePointer<das_details>?
  ) -> das_status {
    guarded(context) { _ in try checked(reference).details.export(to: details) }
  }

  static func provenance(
    _ context: das_context_ref?, _ reference: OpaquePointer?,
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
  ) -> das_status {
    guarded(context) { _ in
      let texts = try checked(reference).details.provenance.sorted { $0.key < $1.key }
      let json = JSON.object(texts.map { JSON.Member($0.key, .string($0.value)) })
      try copy(json.text(), to: buffer, capacity: capacity, size: size)
    }
  }
}
