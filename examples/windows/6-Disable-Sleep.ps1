#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Keeps the machine awake while it is on mains. -Undo brings back what was set before.
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch]$Undo)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '6-Disable-Sleep'
$options = @{ STANDBYIDLE = 'standby-timeout-ac'; HIBERNATEIDLE = 'hibernate-timeout-ac' }

if ($Undo) {
    if (@(Get-Change -Step $step).Count -eq 0) {
        Write-Host 'Nothing to undo: this script has changed nothing.'
    } elseif ($PSCmdlet.ShouldProcess('Sleep', 'set as it was before')) {
        foreach ($change in Get-Change -Step $step) {
            Invoke-Program -File powercfg.exe -Words @('/change', $options[$change.Name], $change.Before)
        }
        Clear-Change -Step $step
    }
    return
}

if (Test-Passed (Test-Sleep)) {
    Write-Host 'Nothing to do.'
} elseif ($PSCmdlet.ShouldProcess('Sleep and hibernation on mains', 'switch off')) {
    foreach ($setting in $options.Keys) {
        Add-Change -Step $step -Name $setting -Before ([string](Get-SleepMinutes -Setting $setting))
        Invoke-Program -File powercfg.exe -Words @('/change', $options[$setting], '0')
    }
}
Show-Check (Test-Sleep)
