//! Networks and filter banks as data, made of ops.
