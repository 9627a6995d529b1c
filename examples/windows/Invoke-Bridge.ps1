#Requires -Version 5.1
<#
.SYNOPSIS
mt5-bridge with the configuration and the data of the server. Needs administrator's rights, as they are nobody else's.
.EXAMPLE
.\Invoke-Bridge.ps1 doctor
.EXAMPLE
.\Invoke-Bridge.ps1 approve 1P9SJ1E073JA
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$place = Get-Place
$env:MT5_BRIDGE_CONFIG = $place.Config
$env:MT5_BRIDGE_DATA_DIR = $place.Data
& $place.Node $place.Command @args
exit $LASTEXITCODE
